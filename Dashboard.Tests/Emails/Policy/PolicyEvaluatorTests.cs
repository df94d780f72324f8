using Dashboard.Data.Work;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Incidents;
using Dashboard.Tests.Domain.Emails;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Emails.Policy;

public sealed class PolicyEvaluatorTests : IDisposable
{
    private static readonly DateTimeOffset Broke = Some.Noon;
    private readonly PolicyHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Nothing_is_queued_before_the_grace_period_is_over()
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
    public async Task A_break_that_heals_in_time_causes_no_message()
    {
        await BreakAsync();
        _host.Time.SetUtcNow(Broke.AddMinutes(40));
        await _host.HappenAsync(EventTypes.ConnectionFixed);
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(1)));
    }

    [Fact]
    public async Task Each_step_queues_one_message()
    {
        await BreakAsync();
        await SendAtAsync(Broke.AddHours(1));
        Assert.Equal(0, await _host.LookAsync(Broke.AddHours(1).AddDays(3).AddMinutes(-1)));
        await SendAtAsync(Broke.AddHours(1).AddDays(3));
        Assert.Equal(0, await _host.LookAsync(Broke.AddHours(1).AddDays(7).AddMinutes(-1)));
        await SendAtAsync(Broke.AddHours(1).AddDays(7));
        // Long after the period in which the last message counts.
        foreach (var days in new[] { 8, 30, 60, 400 })
            Assert.Equal(0, await _host.LookAsync(Broke.AddDays(days)));
        Assert.Equal(3, (await _host.EmailsAsync()).Count);
    }

    [Fact]
    public async Task A_queued_message_prevents_another()
    {
        await BreakAsync();
        Assert.Equal(1, await _host.LookAsync(Broke.AddHours(1)));
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(8)));
    }

    [Fact]
    public async Task A_repair_ends_the_steps_and_another_break_restarts_them()
    {
        await BreakAsync();
        await SendAtAsync(Broke.AddHours(1));
        await _host.HappenAsync(EventTypes.ConnectionFixed);
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(4)));
        await _host.HappenAsync(EventTypes.ConnectionBroken);
        Assert.Equal(1, await _host.LookAsync(Broke.AddDays(4).AddHours(1)));
    }

    [Fact]
    public async Task A_deletion_ends_the_steps()
    {
        await BreakAsync();
        await _host.HappenAsync(EventTypes.ConnectionDeleted);
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(1)));
    }

    [Fact]
    public async Task A_healthy_connection_without_its_data_causes_no_message()
    {
        await BreakAsync();
        _host.Time.SetUtcNow(Broke.AddMinutes(1));
        await _host.HappenAsync(EventTypes.ConnectionFixed);
        await using (var db = _host.Database.CreateDbContext())
            Assert.Equal(
                1,
                await db.Connections.ExecuteUpdateAsync(s => s.SetProperty(c => c.SilentSince, Broke), Token)
            );
        foreach (var days in new[] { 1, 3, 7, 30 })
            Assert.Equal(0, await _host.LookAsync(Broke.AddDays(days)));
    }

    [Fact]
    public async Task An_opt_out_ends_the_steps_and_an_opt_in_resumes_them()
    {
        await BreakAsync();
        await _host.ChangeUserAsync("user-1", u => u.OptOut("customer", Broke));
        Assert.Equal(0, await _host.LookAsync(Broke.AddHours(2)));
        await _host.ChangeUserAsync("user-1", u => u.OptIn());
        Assert.Equal(1, await _host.LookAsync(Broke.AddHours(2).AddMinutes(5)));
    }

    [Fact]
    public async Task A_blocked_address_gets_no_message()
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
    public async Task After_an_incident_connections_still_broken_get_their_message()
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
    public async Task A_held_connection_gets_its_message_after_the_cool_down()
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
    public async Task Quiet_hours_follow_each_customers_time_zone()
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
    public async Task Breaks_before_the_policy_was_switched_on_do_not_count()
    {
        await _host.BreakAsync();
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await _host.SwitchOnAsync();
        Assert.Equal(0, await _host.LookAsync(Broke.AddDays(8)));
    }

    [Fact]
    public async Task Changed_rules_apply_from_the_next_pass()
    {
        await BreakAsync();
        Assert.Equal(0, await _host.LookAsync(Broke.AddMinutes(30)));
        await _host.SwitchOnAsync(SomeRules.AtAnyHour with { Grace = TimeSpan.FromMinutes(10) });
        Assert.Equal(1, await _host.LookAsync(Broke.AddMinutes(31)));
    }

    [Fact]
    public async Task Another_node_takes_over_when_the_lease_runs_out()
    {
        await BreakAsync();
        var other = _host.NewEvaluator();
        var due = Broke.AddMinutes(60);
        Assert.Equal(0, await _host.LookAsync(due - WorkLeases.Lasts / 2));
        _host.Time.SetUtcNow(due);
        Assert.Equal(0, await other.RunOnceAsync(Token));
        _host.Time.SetUtcNow(due + WorkLeases.Lasts);
        Assert.Equal(1, await other.RunOnceAsync(Token));
    }

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
}
