using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Selection;
using Dashboard.Features.Connections.Triage;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Decisions = Dashboard.Domain.Connections.Triage;

namespace Dashboard.Tests.Features.Connections.Triage;

public sealed class ConnectionTriageTests : IDisposable
{
    private static readonly DateTimeOffset Friday = Some.Noon.AddDays(5);
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(1));
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snooze_is_on_the_audit_trail_and_every_screen_hears_of_it()
    {
        await _database.EventsAsync(Some.Broken(0, "c"));
        var known = _database.Changes.All[^1];

        var result = await By("ana").SnoozeAsync(One("c"), Friday, Ended);

        Assert.Equal((1, 0, null), (result.Changed, result.LeftOut, result.Refusal));
        var triage = await FindAsync("c");
        Assert.Equal((Friday, "ana"), (triage!.SnoozedUntil, triage.SnoozedBy));
        Assert.True(triage.IsSnoozed(Some.Noon, _time.GetUtcNow()));
        var entry = Assert.Single(await AuditAsync());
        Assert.Equal(
            ("ana", "snooze connection", "connection:c", "done"),
            (entry.Actor, entry.Action, entry.Subject, entry.Result)
        );
        Assert.Equal("""{"snoozedUntil":null}""", entry.Before);
        Assert.Equal("""{"snoozedUntil":"2026-11-25T12:00:00+00:00"}""", entry.After);
        Assert.Equal(known with { PreviousHealth = Health.Disabled }, _database.Changes.All[^1]);
    }

    [Fact]
    public async Task Ending_assigning_and_noting_leave_before_and_after()
    {
        await _database.EventsAsync(Some.Broken(0, "c"));
        await TeamHost.AddAsync(_database, TeamHost.Person("bea", Role.Admin, "Bea Lima"));
        await By("ana").SnoozeAsync(One("c"), Friday, Ended);
        await By("ana").EndSnoozeAsync(await SeenAsync("c"), Ended);
        await By("ana").AssignAsync(await SeenAsync("c"), "bea", Ended);
        await By("ana").WriteNoteAsync(await SeenAsync("c"), " Call after five. ", Ended);
        await By("bea").AssignAsync(await SeenAsync("c"), operatorId: null, Ended);

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
    public async Task Who_was_quicker_is_named_and_nothing_is_overwritten()
    {
        await _database.EventsAsync(Some.Broken(0, "c"));
        var seen = One("c");
        await By("bea").WriteNoteAsync(seen, "Bea's", Ended);

        var note = await By("ana").WriteNoteAsync(seen, "Ana's", Ended);
        var snooze = await By("ana").SnoozeAsync(seen, Friday, Ended);

        Assert.Equal(new TriageRefusal(TriageObstacle.ChangedMeanwhile, "bea"), note.Refusal);
        Assert.StartsWith(
            "bea changed this a moment ago",
            note.Words("Note saved"),
            StringComparison.Ordinal
        );
        Assert.NotNull(snooze.Refusal);
        Assert.Equal("Bea's", (await FindAsync("c"))!.Note);
        Assert.Single(await AuditAsync());
    }

    [Fact]
    public async Task Two_who_decide_in_the_same_moment_do_not_lose_each_others_decision()
    {
        await _database.EventsAsync([.. Ids(8).Select(id => Some.Broken(0, id))]);
        await TeamHost.AddAsync(_database, TeamHost.Person("bea", Role.Support));

        await Task.WhenAll(
            By("ana").SnoozeAsync(Several([.. Ids(8)]), Friday, Ended),
            By("bea").AssignAsync(Several([.. Ids(8)]), "bea", Ended)
        );

        Assert.All(
            await AllAsync(),
            t => Assert.Equal((Friday, "bea", 2), (t.SnoozedUntil, t.AssigneeId, t.Version))
        );
    }

    [Fact]
    public async Task A_database_that_is_busy_for_a_moment_is_asked_again()
    {
        await _database.EventsAsync(Some.Broken(0, "c"));
        var busy = new FaultyContexts(_database, n => n < 3 ? new SqliteException("busy", 5) : null);
        Assert.Equal(1, (await By("ana", contexts: busy).SnoozeAsync(One("c"), Friday, Ended)).Changed);
        Assert.Equal(3, busy.Begun);

        var away = new FaultyContexts(_database, _ => new SqliteException("busy", 5));
        await Assert.ThrowsAsync<SqliteException>(() =>
            By("ana", contexts: away).EndSnoozeAsync(One("c"), Ended)
        );
    }

    [Fact]
    public async Task Only_what_is_broken_is_snoozed_and_the_rest_is_counted()
    {
        await _database.EventsAsync(Some.Broken(0, "c"), Some.Added(0, "fine"));

        var result = await By("ana").SnoozeAsync(Several("c", "fine", "unknown"), Friday, Ended);

        Assert.Equal((1, 1), (result.Changed, result.LeftOut));
        Assert.Equal(
            "Snoozed: 1 connection; 1 connection left out, not broken any more.",
            result.Words("Snoozed")
        );
        Assert.Null(await FindAsync("fine"));
        Assert.Equal(
            TriageObstacle.NotBroken,
            (await By("ana").SnoozeAsync(One("fine"), Friday, Ended)).Refusal?.Obstacle
        );
        Assert.Equal(
            TriageObstacle.Gone,
            (await By("ana").SnoozeAsync(One("unknown"), Friday, Ended)).Refusal?.Obstacle
        );
    }

    [Fact]
    public async Task A_break_that_SnapTrades_clock_dates_ahead_of_ours_can_be_snoozed()
    {
        await _database.EventsAsync(Some.Broken(64, "c"));
        await By("ana").SnoozeAsync(One("c"), Friday, Ended);
        Assert.True((await FindAsync("c"))!.IsSnoozed(Some.Noon.AddMinutes(64), _time.GetUtcNow()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    [InlineData(366 * 24 * 60)]
    public async Task A_time_that_is_past_or_too_far_is_refused(int minutes)
    {
        await _database.EventsAsync(Some.Broken(0, "c"));
        var result = await By("ana").SnoozeAsync(One("c"), _time.GetUtcNow().AddMinutes(minutes), Ended);
        Assert.Equal(TriageObstacle.NotAhead, result.Refusal?.Obstacle);
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task A_note_has_an_end()
    {
        await _database.EventsAsync(Some.Broken(0, "c"));
        Assert.Null((await By("ana").WriteNoteAsync(One("c"), new string('é', 1000), Ended)).Refusal);
        var longer = await By("ana").WriteNoteAsync(await SeenAsync("c"), new string('é', 1001), Ended);
        Assert.Equal(TriageObstacle.TooLong, longer.Refusal?.Obstacle);
    }

    [Fact]
    public async Task Connections_go_to_people_who_may_act_on_them()
    {
        await _database.EventsAsync(Some.Broken(0, "c"));
        var disabled = TeamHost.Person("cy", Role.Support);
        disabled.DisabledAt = Some.Noon;
        await TeamHost.AddAsync(
            _database,
            TeamHost.Person("bea", Role.Support),
            TeamHost.Person("max", Role.Manager),
            TeamHost.Person("abe", Role.Admin),
            disabled
        );

        var people = new Assignees(_database, TeamHost.Current("ana", Role.Support));
        Assert.Equal(["abe", "bea"], (await people.ListAsync(Ended)).Select(p => p.Id));
        foreach (var id in (string[])["max", "cy", "nobody"])
            Assert.Equal(
                TriageObstacle.NoSuchOperator,
                (await By("ana").AssignAsync(One("c"), id, Ended)).Refusal?.Obstacle
            );
        Assert.Null(await FindAsync("c"));
    }

    [Fact]
    public async Task Deciding_what_is_decided_already_leaves_no_trace()
    {
        await _database.EventsAsync(Some.Broken(0, "c"));
        var changes = _database.Changes.All.Count;
        Assert.Equal(0, (await By("ana").AssignAsync(One("c"), operatorId: null, Ended)).Changed);
        Assert.Equal(0, (await By("ana").EndSnoozeAsync(One("c"), Ended)).Changed);
        Assert.Empty(await AuditAsync());
        Assert.Equal(changes, _database.Changes.All.Count);
    }

    [Fact]
    public async Task Many_share_one_entry_that_says_how_many_and_which()
    {
        await _database.EventsAsync([.. Ids(1200).Select(id => Some.Broken(0, id))]);

        var result = await By("ana")
            .SnoozeAsync(Everything("Disabled, Questrade", except: ["c7"]), Friday, Ended);

        Assert.Equal(1199, result.Changed);
        Assert.Equal(1199, (await AllAsync()).Count);
        var entry = Assert.Single(await AuditAsync());
        Assert.Equal(("snooze connection", "connections"), (entry.Action, entry.Subject));
        Assert.Equal(
            """{"connections":1199,"which":"Disabled, Questrade","snoozedUntil":"2026-11-25T12:00:00+00:00"}""",
            entry.After
        );
        Assert.Equal(1199, _database.Changes.All.Skip(1200).Select(c => c.Id).Distinct().Count());
    }

    [Fact]
    public async Task More_than_one_act_may_change_is_refused_before_anything_is()
    {
        await _database.EventsAsync([.. Ids(10_001).Select(id => Some.Broken(0, id))]);

        var refused = await By("ana").SnoozeAsync(Everything("Disabled", except: []), Friday, Ended);
        Assert.Equal(TriageObstacle.TooMany, refused.Refusal?.Obstacle);
        Assert.Empty(await AllAsync());

        var most = await By("ana").SnoozeAsync(Everything("Disabled", except: ["c0"]), Friday, Ended);
        Assert.Equal(10_000, most.Changed);
    }

    [Fact]
    public async Task Who_may_only_look_decides_nothing()
    {
        await _database.EventsAsync(Some.Broken(0, "c"));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            By("max", Role.Manager).SnoozeAsync(One("c"), Friday, Ended)
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            By("max", Role.Manager).AssignAsync(One("c"), "max", Ended)
        );
    }

    private ConnectionTriage By(
        string id,
        Role role = Role.Support,
        IDbContextFactory<DashboardDbContext>? contexts = null
    )
    {
        var current = TeamHost.Current(id, role);
        return new ConnectionTriage(
            contexts ?? _database,
            new MatchingConnections(_database, current),
            _database.Changes,
            new AuditWriter(current, _time),
            current,
            _time
        );
    }

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(i => $"c{i}");

    private static TriageTarget One(string id) => TriageTarget.Of(id, seen: null);

    private async Task<TriageTarget> SeenAsync(string id) => TriageTarget.Of(id, await FindAsync(id));

    private static TriageTarget Several(params string[] ids) =>
        TriageTarget.Of(new SelectedConnections("some", Filter: null, ids));

    private static TriageTarget Everything(string words, string[] except) =>
        TriageTarget.Of(
            new SelectedConnections(words, new ConnectionFilter { Healths = [Health.Disabled] }, except)
        );

    private async Task<Decisions?> FindAsync(string id) =>
        (await AllAsync()).SingleOrDefault(t => t.ConnectionId == id);

    private async Task<List<Decisions>> AllAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db.Triages.AsNoTracking().ToListAsync(Ended);
    }

    private async Task<List<AuditEntry>> AuditAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db.AuditEntries.AsNoTracking().OrderBy(a => a.Number).ToListAsync(Ended);
    }
}
