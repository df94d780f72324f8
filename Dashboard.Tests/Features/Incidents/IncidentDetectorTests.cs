using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Notices;
using Dashboard.Domain.Operators;
using Dashboard.Features.Incidents;
using Dashboard.Features.Incidents.Detection;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Incidents;

public sealed class IncidentDetectorTests : IDisposable
{
    private const int Connections = 30;
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly TestDatabase _database;

    public IncidentDetectorTests() => _database = new TestDatabase(_time);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task An_outage_causes_one_incident_and_one_notice_per_channel_on_several_nodes()
    {
        await SeedAsync();
        await BreakAsync(from: 60, connections: 20);
        var (one, other) = (Detector(), Detector());
        await Task.WhenAll(one.LookAsync(Token), other.LookAsync(Token));
        await one.LookAsync(Token);
        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal((20, "questrade-id", null), (incident.Breaks, incident.BrokerageId, incident.OpenedBy));
        Assert.Equal(Some.Noon.AddMinutes(60), incident.StartedAt);
        Assert.Equal(Some.Noon.AddMinutes(62), incident.LastBreakAt);
        var notices = await NoticesAsync();
        Assert.Equal(2, notices.Count(n => n.Kind == NoticeKind.IncidentStarted));
        var facts = NoticeContents.Read<IncidentFacts>(notices[0].Content);
        Assert.Equal(("Questrade", 20, 20), (facts.Brokerage, facts.Breaks, facts.StillBroken));
    }

    [Fact]
    public async Task It_counts_what_breaks_meanwhile_and_ends_after_a_calm_hour()
    {
        await SeedAsync();
        await BreakAsync(from: 60, connections: 20);
        var detector = Detector();
        await detector.LookAsync(Token);
        await BreakAsync(from: 70, connections: 5, first: 20);
        await detector.LookAsync(Token);
        Assert.Equal(25, Assert.Single(await IncidentsAsync()).Breaks);
        _time.SetUtcNow(Some.Noon.AddMinutes(110));
        await detector.LookAsync(Token);
        Assert.True(Assert.Single(await IncidentsAsync()).IsOpen);
        _time.SetUtcNow(Some.Noon.AddMinutes(145));
        await detector.LookAsync(Token);
        var ended = Assert.Single(await IncidentsAsync());
        Assert.Equal((false, null), (ended.IsOpen, ended.ClosedBy));
        Assert.Equal(2, (await NoticesAsync()).Count(n => n.Kind == NoticeKind.IncidentEnded));
    }

    [Fact]
    public async Task One_ended_by_hand_is_not_found_again_from_the_same_breaks()
    {
        await SeedAsync();
        await BreakAsync(from: 60, connections: 20);
        var detector = Detector();
        await detector.LookAsync(Token);
        var id = Assert.Single(await IncidentsAsync()).Id;
        Assert.True(await Changes().EndAsync(id, Token));
        Assert.False(await Changes().EndAsync(id, Token));
        await detector.LookAsync(Token);
        _time.Advance(TimeSpan.FromMinutes(10));
        await detector.LookAsync(Token);
        var ended = Assert.Single(await IncidentsAsync());
        Assert.Equal("Test person", ended.ClosedBy);
        Assert.Equal([AuditActions.EndIncident], await AuditAsync());
    }

    [Fact]
    public async Task A_declared_incident_lasts_until_an_operator_ends_it_and_only_one_can_be_open()
    {
        await SeedAsync();
        Assert.True(await Changes().DeclareAsync("questrade-id", Token));
        Assert.False(await Changes().DeclareAsync("questrade-id", Token));
        Assert.False(await Changes().DeclareAsync("nobody", Token));
        _time.Advance(TimeSpan.FromDays(2));
        await BreakAsync(from: 60 * 48, connections: 20);
        await Detector().LookAsync(Token);
        _time.Advance(TimeSpan.FromHours(5));
        await Detector().LookAsync(Token);
        var declared = Assert.Single(await IncidentsAsync());
        Assert.Equal((true, "Test person", 20), (declared.IsOpen, declared.OpenedBy, declared.Breaks));
        Assert.Equal([AuditActions.DeclareIncident], await AuditAsync());
    }

    [Fact]
    public async Task Only_operators_who_send_e_mails_pause_and_release_them()
    {
        var changes = Changes(Role.Support);
        await Assert.ThrowsAsync<AccessDeniedException>(() => changes.DeclareAsync("questrade-id", Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() => changes.EndAsync("id", Token));
    }

    [Fact]
    public async Task Breaks_during_another_nodes_turn_are_counted_later()
    {
        await SeedAsync();
        var reader = new BreakReader(_database);
        await reader.ReadAsync(Some.Noon, Token);
        await BreakAsync(from: 3 * 24 * 60, connections: 20);
        var now = Some.Noon.AddDays(10);
        await reader.ReadAsync(now, Token);
        Assert.Equal(20, reader.ByBrokerage["questrade-id"].Sum(BreakSeries.StepOf(now), BreakSeries.Length));
    }

    private IncidentDetector Detector() =>
        new(_database, new BreakReader(_database), new IncidentLog(_database, _time), _time);

    private IncidentChanges Changes(Role role = Role.Admin) =>
        new(
            _database,
            new IncidentLog(_database, _time),
            new IncidentWatch(_database),
            ActorScope.Of(role),
            new AuditWriter(ActorScope.Of(role), _time),
            _time
        );

    private async Task SeedAsync()
    {
        await _database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade");
        await _database.EventsAsync([
            .. Enumerable.Range(0, Connections).Select(i => Some.Added(0, $"c{i}", $"u{i}")),
        ]);
        await using var db = _database.CreateDbContext();
        db.Add(new NoticeSettings { Recipients = "ana@acme.example\nbob@acme.example" });
        await db.SaveChangesAsync(Token);
    }

    /// <summary>Within three minutes from then, which are over then.</summary>
    private async Task BreakAsync(int from, int connections, int first = 0)
    {
        _time.SetUtcNow(Some.Noon.AddMinutes(from + 4));
        await _database.EventsAsync([
            .. Enumerable.Range(first, connections).Select(i => Some.Broken(from + i % 3, $"c{i}", $"u{i}")),
        ]);
    }

    private async Task<List<Incident>> IncidentsAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db.Incidents.AsNoTracking().ToListAsync(Token);
    }

    private async Task<List<TeamNotice>> NoticesAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db.TeamNotices.AsNoTracking().ToListAsync(Token);
    }

    private async Task<List<string>> AuditAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db.AuditEntries.Select(e => e.Action).ToListAsync(Token);
    }
}
