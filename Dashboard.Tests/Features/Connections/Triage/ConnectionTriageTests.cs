using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Triage;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Dashboard.Tests.Features.Connections.Triage;

public sealed class ConnectionTriageTests : TriageContext
{
    [Fact]
    public async Task A_snooze_is_audited_and_published_to_every_screen()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        var known = Database.Changes.All[^1];

        var result = await By("ana").SnoozeAsync(One("c"), Friday, Token);

        Assert.Equal((1, 0, null), (result.Changed, result.LeftOut, result.Refusal));
        var triage = await FindAsync("c");
        Assert.Equal((Friday, "ana"), (triage!.SnoozedUntil, triage.SnoozedBy));
        Assert.True(triage.IsSnoozed(Some.Noon, Time.GetUtcNow()));
        var entry = Assert.Single(await AuditAsync());
        Assert.Equal(
            ("ana", "snooze connection", "connection:c", "done"),
            (entry.Actor, entry.Action, entry.Subject, entry.Result)
        );
        Assert.Equal("""{"snoozedUntil":null}""", entry.Before);
        Assert.Equal("""{"snoozedUntil":"2026-11-25T12:00:00+00:00"}""", entry.After);
        Assert.Equal(known with { PreviousHealth = Health.Disabled }, Database.Changes.All[^1]);
    }

    [Fact]
    public async Task Ending_a_snooze_assigning_and_noting_are_audited_with_before_and_after()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        await TeamHost.AddAsync(Database, TeamHost.Person("bea", Role.Admin, "Bea Lima"));
        await By("ana").SnoozeAsync(One("c"), Friday, Token);
        await By("ana").EndSnoozeAsync(await SeenAsync("c"), Token);
        await By("ana").AssignAsync(await SeenAsync("c"), "bea", Token);
        await By("ana").WriteNoteAsync(await SeenAsync("c"), " Call after five. ", Token);
        await By("bea").AssignAsync(await SeenAsync("c"), operatorId: null, Token);

        var triage = await FindAsync("c");
        Assert.Equal(
            (null, null, "Call after five.", "ana"),
            (triage!.SnoozedUntil, triage.AssigneeId, triage.Note, triage.NoteBy)
        );
        Assert.Equal(
            [
                ("end snooze", "{\"snoozedUntil\":null}"),
                ("assign connection", """{"assignee":"Bea Lima"}"""),
                ("write note", """{"note":"16 characters"}"""),
                ("assign connection", """{"assignee":null}"""),
            ],
            (await AuditAsync()).Skip(1).Select(a => (a.Action, a.After!))
        );
    }

    [Fact]
    public async Task Concurrent_decisions_are_both_kept()
    {
        await Database.EventsAsync([.. Ids(8).Select(id => Some.Broken(0, id))]);
        await TeamHost.AddAsync(Database, TeamHost.Person("bea", Role.Support));

        await Task.WhenAll(
            By("ana").SnoozeAsync(Several([.. Ids(8)]), Friday, Token),
            By("bea").AssignAsync(Several([.. Ids(8)]), "bea", Token)
        );

        Assert.All(
            await AllAsync(),
            t => Assert.Equal((Friday, "bea", 2), (t.SnoozedUntil, t.AssigneeId, t.Version))
        );
    }

    [Fact]
    public async Task A_busy_database_is_tried_again()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        var busy = new FaultyContexts(Database, n => n < 3 ? new SqliteException("busy", 5) : null);
        Assert.Equal(1, (await By("ana", contexts: busy).SnoozeAsync(One("c"), Friday, Token)).Changed);
        Assert.Equal(3, busy.Begun);

        var away = new FaultyContexts(Database, _ => new SqliteException("busy", 5));
        await Assert.ThrowsAsync<SqliteException>(() =>
            By("ana", contexts: away).EndSnoozeAsync(One("c"), Token)
        );
    }

    [Fact]
    public async Task Connections_can_be_assigned_to_operators_with_the_permission()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        var disabled = TeamHost.Person("cy", Role.Support);
        disabled.DisabledAt = Some.Noon;
        await TeamHost.AddAsync(
            Database,
            TeamHost.Person("bea", Role.Support),
            TeamHost.Person("max", Role.Manager),
            TeamHost.Person("abe", Role.Admin),
            disabled
        );

        var people = new Assignees(Database, TeamHost.Current("ana", Role.Support));
        Assert.Equal(["abe", "bea"], (await people.ListAsync(Token)).Select(p => p.Id));
        foreach (var id in (string[])["max", "cy", "nobody"])
            Assert.Equal(
                TriageObstacle.NoSuchOperator,
                (await By("ana").AssignAsync(One("c"), id, Token)).Refusal?.Obstacle
            );
        Assert.Null(await FindAsync("c"));
    }

    [Fact]
    public async Task Repeating_a_decision_is_not_audited()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        var changes = Database.Changes.All.Count;
        Assert.Equal(0, (await By("ana").AssignAsync(One("c"), operatorId: null, Token)).Changed);
        Assert.Equal(0, (await By("ana").EndSnoozeAsync(One("c"), Token)).Changed);
        Assert.Empty(await AuditAsync());
        Assert.Equal(changes, Database.Changes.All.Count);
    }

    [Fact]
    public async Task Many_connections_share_one_audit_entry()
    {
        await Database.EventsAsync([.. Ids(1200).Select(id => Some.Broken(0, id))]);

        var result = await By("ana")
            .SnoozeAsync(Everything("Disabled, Questrade", except: ["c7"]), Friday, Token);

        Assert.Equal(1199, result.Changed);
        Assert.Equal(1199, (await AllAsync()).Count);
        var entry = Assert.Single(await AuditAsync());
        Assert.Equal(("snooze connection", "connections"), (entry.Action, entry.Subject));
        Assert.Equal(
            """{"connections":1199,"which":"Disabled, Questrade","snoozedUntil":"2026-11-25T12:00:00+00:00"}""",
            entry.After
        );
        Assert.Equal(1199, Database.Changes.All.Skip(1200).Select(c => c.Id).Distinct().Count());
    }
}
