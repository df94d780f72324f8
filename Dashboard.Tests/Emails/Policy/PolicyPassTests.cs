using Dashboard.Domain.Emails;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Emails.Policy;

public sealed class PolicyPassTests : IDisposable
{
    private static readonly DateTimeOffset Broke = Some.Noon;
    private readonly PolicyHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_pass_with_outdated_rules_queues_nothing()
    {
        await _host.SwitchOnAsync();
        await _host.BreakAsync();
        _host.Time.SetUtcNow(Broke.AddHours(2));
        var old = await _host.PolicyAsync();
        await _host.Editor().SaveAsync(new(SendingRules.Of(old), IsOn: false, old.Version), Token);
        Assert.Equal(0, await _host.NewPass().RunAsync(old, Always, Token));
        Assert.Empty(await _host.EmailsAsync());
    }

    [Fact]
    public async Task Concurrent_passes_queue_one_e_mail_per_user()
    {
        await _host.SwitchOnAsync();
        string[] users = [.. Enumerable.Range(0, 40).Select(i => $"user-{i:00}")];
        foreach (var user in users)
            await _host.BreakAsync(user);
        _host.Time.SetUtcNow(Broke.AddHours(2));
        var policy = await _host.PolicyAsync();

        var queued = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => Task.Run(() => _host.NewPass().RunAsync(policy, Always, Token), Token))
        );

        Assert.Equal(users.Length, queued.Sum());
        Assert.Equal(users, (await _host.EmailsAsync()).Select(e => e.UserId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_restart_during_a_pass_neither_loses_nor_duplicates_e_mails()
    {
        const int people = 501;
        await _host.SwitchOnAsync();
        await BreakManyAsync(people);
        _host.Time.SetUtcNow(Broke.AddHours(2));
        var policy = await _host.PolicyAsync();

        // It dies between the first page and the second.
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _host.NewPass().RunAsync(policy, _ => throw new InvalidOperationException("it dies"), Token)
        );
        Assert.Equal(500, (await _host.EmailsAsync()).Count);

        Assert.Equal(1, await _host.LookAsync());
        Assert.Equal(0, await _host.NewEvaluator().RunOnceAsync(Token));
        Assert.Equal(people, (await _host.EmailsAsync()).DistinctBy(e => e.UserId).Count());
    }

    private static Task<bool> Always(CancellationToken cancellationToken) => Task.FromResult(true);

    private async Task BreakManyAsync(int count)
    {
        await _host.Database.EventsAsync([
            .. Enumerable.Range(0, count).Select(i => Some.Broken(0, $"c-{i:000}", $"user-{i:000}")),
        ]);
        await using var db = _host.Database.CreateDbContext();
        foreach (var user in db.SnapTradeUsers)
        {
            user.SetContact(null, "somebody@mail.example", locale: null, Broke);
            user.SetSecret("protected", Broke);
        }
        await db.SaveChangesAsync(Token);
    }
}
