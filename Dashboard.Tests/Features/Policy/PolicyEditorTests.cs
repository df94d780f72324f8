using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Features.Policy;
using Dashboard.Tests.Domain.Emails;
using Dashboard.Tests.Emails.Policy;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Policy;

public sealed class PolicyEditorTests : IDisposable
{
    private readonly PolicyHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task The_policy_is_off_by_default_and_counts_from_when_it_is_switched_on()
    {
        await _host.BreakAsync();
        var state = await _host.Editor().ReadAsync(Token);
        Assert.Null(state.Policy.OnSince);
        Assert.Equal(1, state.BrokenNow);

        await _host.SwitchOnAsync();
        Assert.Equal(Some.Noon, (await _host.PolicyAsync()).OnSince);
    }

    [Fact]
    public async Task Changed_rules_keep_the_start_of_the_policy()
    {
        await _host.SwitchOnAsync();
        _host.Time.Advance(TimeSpan.FromDays(1));
        await _host.SwitchOnAsync(SomeRules.AtAnyHour with { MaxPerWeek = 1 });
        var policy = await _host.PolicyAsync();
        Assert.Equal((Some.Noon, 1), (policy.OnSince, policy.MaxPerWeek));
    }

    [Fact]
    public async Task A_change_is_audited_with_old_and_new_values()
    {
        await _host.SwitchOnAsync();
        await _host.SwitchOnAsync(SomeRules.AtAnyHour with { Steps = [0, 5] });
        var entry = (await AuditAsync())[^1];
        Assert.Equal(
            (AuditActions.ChangeEmailPolicy, "done", "Test person"),
            (entry.Action, entry.Result, entry.Actor)
        );
        Assert.Equal(("""{"steps":"0,3,7"}""", """{"steps":"0,5"}"""), (entry.Before, entry.After));
    }

    [Fact]
    public async Task Saving_without_a_change_is_not_audited()
    {
        await _host.SwitchOnAsync();
        var saved = await SaveAsync(SomeRules.AtAnyHour, isOn: true, (await _host.PolicyAsync()).Version);
        Assert.False(saved.HasChanged);
        Assert.Single(await AuditAsync());
    }

    [Fact]
    public async Task An_outdated_version_is_a_conflict()
    {
        await _host.SwitchOnAsync();
        var saved = await SaveAsync(SomeRules.AtAnyHour with { MaxPerWeek = 7 }, isOn: false, version: 0);
        Assert.True(saved.IsConflict);
        Assert.Equal("Test person", saved.Policy.UpdatedBy);
        var policy = await _host.PolicyAsync();
        Assert.Equal((2, Some.Noon), (policy.MaxPerWeek, policy.OnSince));
    }

    [Fact]
    public async Task Of_two_concurrent_saves_one_is_a_conflict()
    {
        var saved = await Task.WhenAll(
            Enumerable
                .Range(1, 6)
                .Select(i => Task.Run(() => SaveAsync(SomeRules.AtAnyHour with { MaxPerWeek = i }, true, 0)))
        );
        Assert.Single(saved, s => s.HasChanged);
        Assert.Equal(5, saved.Count(s => s.IsConflict));
        Assert.Single(await AuditAsync());
    }

    [Fact]
    public async Task Switching_off_cancels_the_e_mails_of_the_policy_only()
    {
        await _host.SwitchOnAsync();
        await _host.BreakAsync();
        _host.Time.Advance(TimeSpan.FromHours(2));
        await _host.LookAsync();
        await _host.AddAsync(Email.Create("user-2", EmailTrigger.Operator, "Bea", _host.Time.GetUtcNow()));

        var saved = await SaveAsync(SomeRules.AtAnyHour, isOn: false, (await _host.PolicyAsync()).Version);

        Assert.Equal((1, null), (saved.Cancelled, saved.Policy.OnSince));
        Assert.Equal(
            [(EmailTrigger.Policy, EmailState.Cancelled), (EmailTrigger.Operator, EmailState.Queued)],
            (await _host.EmailsAsync())
                .OrderBy(e => e.UserId, StringComparer.Ordinal)
                .Select(e => (e.Trigger, e.State))
        );
        Assert.Equal("done, 1 queued e-mails cancelled", (await AuditAsync())[^1].Result);
    }

    [Fact]
    public async Task Invalid_rules_are_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            SaveAsync(SomeRules.AtAnyHour with { Steps = [] }, isOn: true, version: 0)
        );

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Only_admins_see_and_change_it(Role role)
    {
        await Assert.ThrowsAsync<AccessDeniedException>(() => _host.Editor(role).ReadAsync(Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            _host.Editor(role).SaveAsync(new(SomeRules.AtAnyHour, true, 0), Token)
        );
    }

    private Task<PolicySaved> SaveAsync(SendingRules rules, bool isOn, long version) =>
        _host.Editor().SaveAsync(new PolicyChange(rules, isOn, version), Token);

    private async Task<List<AuditEntry>> AuditAsync()
    {
        await using var db = _host.Database.CreateDbContext();
        return await db.AuditEntries.AsNoTracking().OrderBy(a => a.Number).ToListAsync(Token);
    }
}
