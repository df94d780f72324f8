using Dashboard.Domain.Connections;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using Decisions = Dashboard.Domain.Connections.Triage;

namespace Dashboard.Tests.Features.Connections.Triage;

/// <summary>Lists by what the team has decided, in the database.</summary>
public sealed class TriageFilterTests : DatabaseContext
{
    private static readonly DateTimeOffset Now = Some.Noon.AddHours(2);
    private readonly ConnectionQueries _queries;

    public TriageFilterTests() => _queries = new ConnectionQueries(Database, ActorScope.Of(Role.Support));

    [Fact]
    public async Task Mine_lists_the_connections_of_one_operator_in_order()
    {
        await Database.EventsAsync(Some.Broken(9, "c1"), Some.Broken(3, "c2"), Some.Added(0, "c3"));
        await DecideAsync("c1", t => t.Assign("id-1", "Ana"));
        await DecideAsync("c2", t => t.Assign("id-1", "Ana"));
        await DecideAsync("c3", t => t.Assign("id-2", "Bea"));

        Assert.Equal(["c2", "c1"], await IdsAsync(new() { AssigneeId = "id-1" }));
        Assert.Equal(["c3"], await IdsAsync(new() { AssigneeId = "id-2" }));
    }

    [Fact]
    public async Task The_snoozed_filter_agrees_with_the_rule()
    {
        await Database.EventsAsync(
            Some.Broken(0, "holds"),
            Some.Broken(0, "over"),
            Some.Broken(0, "repaired"),
            Some.Broken(0, "broke again"),
            Some.Broken(0, "awake")
        );
        foreach (var id in (string[])["holds", "repaired", "broke again"])
            await DecideAsync(id, t => t.Snooze(Now.AddDays(1), "Ana", Some.Noon.AddMinutes(5)));
        await DecideAsync("over", t => t.Snooze(Now, "Ana", Some.Noon.AddMinutes(5)));
        await Database.EventsAsync(
            Some.Fixed(10, "repaired"),
            Some.Fixed(10, "broke again"),
            Some.Broken(20, "broke again")
        );

        Assert.Equal(["holds"], await IdsAsync(new() { SnoozedAt = Now }));
        var awake = await IdsAsync(new() { AwakeAt = Now });
        Assert.Equal(["awake", "broke again", "over", "repaired"], awake.Order());

        var rows = (await _queries.PageAsync(new(), after: null, 10, Token)).Rows;
        Assert.Equal(["holds"], rows.Where(r => r.IsSnoozed(Now)).Select(r => r.Id));
        Assert.Equal("Ana", rows.Single(r => r.Id == "over").Triage?.SnoozedBy);
    }

    [Fact]
    public async Task Pages_of_a_triaged_list_continue_where_the_last_one_ended()
    {
        await Database.EventsAsync([.. Enumerable.Range(10, 9).Select(i => Some.Broken(i / 4, $"c{i}"))]);
        foreach (var i in Enumerable.Range(10, 9))
            await DecideAsync($"c{i}", t => t.Assign("id-1", "Ana"));
        var filter = new ConnectionFilter { Healths = [Health.Disabled], AssigneeId = "id-1" };
        List<string> seen = [];
        ConnectionPosition? after = null;
        do
        {
            var page = await _queries.PageAsync(filter, after, limit: 2, Token);
            seen.AddRange(page.Rows.Select(r => r.Id));
            after = page.Next;
        } while (after is not null);
        Assert.Equal(Enumerable.Range(10, 9).Select(i => $"c{i}"), seen);
    }

    [Fact]
    public async Task Every_connection_of_the_brokerage_shows_an_open_incident()
    {
        await Database.BrokerageAsync("q", "QUESTRADE", "Questrade");
        await Database.EventsAsync(
            Some.Added(0, "c1", brokerageId: "q"),
            Some.Added(0, "c2", brokerageId: "other")
        );
        await using var db = Database.CreateDbContext();
        var (over, open) = (Incident("i1", "other"), Incident("i2", "q"));
        over.End(Now, by: null);
        db.Incidents.AddRange(over, open);
        await db.SaveChangesAsync(Token);

        var rows = (await _queries.PageAsync(new(), after: null, 10, Token)).Rows;
        Assert.Equal(Some.Noon, rows.Single(r => r.Id == "c1").IncidentSince);
        Assert.Null(rows.Single(r => r.Id == "c2").IncidentSince);
        var counted = (await _queries.CountsAsync(Token)).ByBrokerage;
        Assert.Equal("q", Assert.Single(counted, b => b.IncidentSince is not null).BrokerageId);
    }

    private static Incident Incident(string id, string brokerageId) =>
        new()
        {
            Id = id,
            BrokerageId = brokerageId,
            StartedAt = Some.Noon,
            DetectedAt = Some.Noon,
        };

    private async Task DecideAsync(string id, Action<Decisions> decide)
    {
        await using var db = Database.CreateDbContext();
        var triage = Decisions.Of(id);
        decide(triage);
        db.Triages.Add(triage);
        await db.SaveChangesAsync(Token);
    }

    private async Task<List<string>> IdsAsync(ConnectionFilter filter) =>
        [.. (await _queries.PageAsync(filter, after: null, 50, Token)).Rows.Select(r => r.Id)];
}
