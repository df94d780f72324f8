using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Incidents;
using Dashboard.Tests.Domain.Emails;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Emails.Policy;

public sealed class PolicyEvaluatorTests : IDisposable
{
    private static readonly DateTimeOffset Broke = Some.Noon;
    private readonly PolicyHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Nobody_is_written_to_before_the_grace_period_is_over()
    {
        await BreakAsync();
        Assert.Equal(0, await _host.LookAsync(Broke.AddMinutes(59)));
        Assert.Equal(1, await _host.LookAsync(Broke.AddMinutes(60)));
        var email = Assert.Single(await _host.EmailsAsync());
        Assert.Equal(
            ("user-1", EmailTrigger.Policy, "Policy", EmailState.Queued, Broke.AddHours(1)),
            (email.UserId, email.Trigger, email.CreatedBy, email.State, email.NotBefore)
        );
    }

    [Fact]
    public async Task A_break_that_heals_by_itself_gets_nothing()
    {
        await BreakAsync();
        _host.Time.SetUtcNow(Broke.AddMinutes(40));
        await _host.HappenAsync(EventTypes.ConnectionFixed);
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(1)));
    }

    [Fact]
    public async Task The_ladder_is_climbed_to_its_end_and_no_further()
    {
        await BreakAsync();
        await SendAtAsync(Broke.AddHours(1));
        Assert.Equal(0, await _host.LookAsync(Broke.AddHours(1).AddDays(3).AddMinutes(-1)));
        await SendAtAsync(Broke.AddHours(1).AddDays(3));
        Assert.Equal(0, await _host.LookAsync(Broke.AddHours(1).AddDays(7).AddMinutes(-1)));
        await SendAtAsync(Broke.AddHours(1).AddDays(7));
        // Long after the last message has left everybody's memory of the last weeks.
        foreach (var days in new[] { 8, 30, 60, 400 })
            Assert.Equal(0, await _host.LookAsync(Broke.AddDays(days)));
        Assert.Equal(3, (await _host.EmailsAsync()).Count);
    }

    [Fact]
    public async Task A_message_that_is_still_queued_is_not_joined_by_another()
    {
        await BreakAsync();
        Assert.Equal(1, await _host.LookAsync(Broke.AddHours(1)));
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(8)));
    }

    [Fact]
    public async Task A_repair_stops_the_ladder_and_another_break_begins_it_again()
    {
        await BreakAsync();
        await SendAtAsync(Broke.AddHours(1));
        await _host.HappenAsync(EventTypes.ConnectionFixed);
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(4)));
        await _host.HappenAsync(EventTypes.ConnectionBroken);
        Assert.Equal(1, await _host.LookAsync(Broke.AddDays(4).AddHours(1)));
    }

    [Fact]
    public async Task A_deletion_stops_the_ladder()
    {
        await BreakAsync();
        await _host.HappenAsync(EventTypes.ConnectionDeleted);
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(1)));
    }

    [Fact]
    public async Task An_opt_out_stops_the_ladder_and_an_opt_in_goes_on_with_it()
    {
        await BreakAsync();
        await _host.ChangeUserAsync("user-1", u => u.OptOut("customer", Broke));
        Assert.Equal(0, await _host.LookAsync(Broke.AddHours(2)));
        await _host.ChangeUserAsync("user-1", u => u.OptIn());
        Assert.Equal(1, await _host.LookAsync(Broke.AddHours(2).AddMinutes(5)));
    }

    [Fact]
    public async Task A_suppressed_address_gets_nothing()
    {
        await BreakAsync();
        var suppression = new Suppression { Address = "user-1@mail.example" };
        suppression.Begin(SuppressionReason.HardBounce, "no such person", emailId: null, Broke);
        await _host.AddAsync(suppression);
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(1)));
    }

    [Fact]
    public async Task A_snooze_holds_the_message_until_it_ends()
    {
        await BreakAsync();
        var triage = Triage.Of("connection of user-1");
        triage.Snooze(Broke.AddDays(2), "Ana", Broke.AddMinutes(1));
        await _host.AddAsync(triage);
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(2).AddMinutes(-1)));
        Assert.Equal(1, await _host.LookAsync(Broke.AddDays(2).AddMinutes(5)));
    }

    [Fact]
    public async Task An_incident_holds_and_then_releases_to_those_who_are_still_broken()
    {
        await _host.SwitchOnAsync();
        foreach (var user in new[] { "repaired", "still broken" })
            await _host.BreakAsync(user, brokerageId: "b1");
        await _host.BreakAsync("elsewhere", brokerageId: "b2");
        await _host.AddAsync(Incident("b1"));

        Assert.Equal(1, await _host.LookAsync(Broke.AddHours(2)));
        await _host.HappenAsync(EventTypes.ConnectionFixed, "repaired");
        _host.Time.SetUtcNow(Broke.AddHours(5));
        Assert.Equal(0, await _host.LookAsync());
        await _host.EndIncidentAsync();

        Assert.Equal(1, await _host.LookAsync(Broke.AddHours(5).AddMinutes(5)));
        Assert.Equal(["elsewhere", "still broken"], (await _host.EmailsAsync()).Select(e => e.UserId));
    }

    [Fact]
    public async Task What_was_held_while_the_same_customer_was_written_to_is_written_about_later()
    {
        await _host.SwitchOnAsync();
        await _host.BreakAsync(brokerageId: "b1");
        await _host.Database.EventsAsync(
            Some.Event(EventTypes.ConnectionBroken, 0, "held", "user-1", brokerageId: "b2")
        );
        await _host.AddAsync(Incident("b2"));
        await SendAtAsync(Broke.AddHours(1));
        await _host.EndIncidentAsync();

        Assert.Equal(0, await _host.LookAsync(Broke.AddHours(24)));
        await SendAtAsync(Broke.AddHours(25));
        Assert.Equal(0, await _host.LookAsync(Broke.AddHours(49)));
    }

    [Fact]
    public async Task Quiet_hours_are_those_of_each_customer()
    {
        // At one o'clock in Greenwich it is eight in Toronto and half past six in Kolkata.
        await _host.SwitchOnAsync(
            SomeRules.AtAnyHour with
            {
                Window = new(new(18, 0), new(8, 0), SendingDays.All),
            }
        );
        await _host.BreakAsync("toronto", "America/Toronto");
        await _host.BreakAsync("kolkata", "Asia/Kolkata");
        await _host.BreakAsync("unknown");

        Assert.Equal(2, await _host.LookAsync(Broke.AddHours(1)));
        Assert.Equal(0, await _host.LookAsync(Broke.AddHours(14).AddMinutes(29)));
        Assert.Equal(1, await _host.LookAsync(Broke.AddHours(14).AddMinutes(30)));
        Assert.Equal("kolkata", (await _host.EmailsAsync())[^1].UserId);
    }

    [Fact]
    public async Task What_was_broken_before_it_was_switched_on_gets_nothing()
    {
        await _host.BreakAsync();
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await _host.SwitchOnAsync();
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(8)));
    }

    [Fact]
    public async Task Other_rules_hold_from_the_next_look_on()
    {
        await BreakAsync();
        Assert.Equal(0, await _host.LookAsync(Broke.AddMinutes(30)));
        await _host.SwitchOnAsync(SomeRules.AtAnyHour with { Grace = TimeSpan.FromMinutes(10) });
        Assert.Equal(1, await _host.LookAsync(Broke.AddMinutes(31)));
    }

    [Fact]
    public async Task A_pass_under_rules_that_were_changed_meanwhile_queues_nothing()
    {
        await BreakAsync();
        _host.Time.SetUtcNow(Broke.AddHours(2));
        var old = await _host.PolicyAsync();
        await _host.Editor().SaveAsync(new(SendingRules.Of(old), IsOn: false, old.Version), Token);
        Assert.Equal(0, await _host.NewPass().RunAsync(old, Always, Token));
        Assert.Empty(await _host.EmailsAsync());
    }

    [Fact]
    public async Task Two_passes_at_once_make_one_e_mail_for_each()
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
    public async Task One_node_looks_and_another_takes_over_when_it_is_gone()
    {
        await BreakAsync();
        var other = _host.NewEvaluator();
        Assert.Equal(0, await _host.LookAsync(Broke.AddMinutes(59)));
        _host.Time.SetUtcNow(Broke.AddMinutes(60));
        Assert.Equal(0, await other.RunOnceAsync(Token));
        _host.Time.SetUtcNow(Broke.AddMinutes(62));
        Assert.Equal(1, await other.RunOnceAsync(Token));
    }

    [Fact]
    public async Task A_restart_in_the_middle_loses_and_doubles_nothing()
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

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<bool> Always(CancellationToken cancellationToken) => Task.FromResult(true);

    private static Incident Incident(string brokerageId) =>
        new()
        {
            Id = "i1",
            BrokerageId = brokerageId,
            StartedAt = Broke,
            DetectedAt = Broke.AddMinutes(5),
        };

    /// <summary>The policy is switched on, and then a connection breaks.</summary>
    private async Task BreakAsync()
    {
        await _host.SwitchOnAsync();
        await _host.BreakAsync();
    }

    private async Task SendAtAsync(DateTimeOffset at)
    {
        Assert.Equal(1, await _host.LookAsync(at));
        await _host.DispatchAsync();
    }

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
