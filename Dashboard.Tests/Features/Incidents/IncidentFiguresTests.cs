using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Incidents;
using Dashboard.Features.Incidents;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Incidents;

/// <summary>What the cards of open incidents count, and what that costs.</summary>
public sealed class IncidentFiguresTests : DatabaseContext
{
    private readonly RecordedCommands _commands;
    private readonly FakeTimeProvider _time = new(Some.Noon.AddMinutes(2));
    private readonly IncidentFigures _figures;

    public IncidentFiguresTests()
    {
        _commands = new RecordedCommands(Database);
        _figures = new IncidentFigures(_commands, _time);
    }

    [Fact]
    public async Task Each_open_incident_has_the_figures_of_its_own_brokerage_and_time()
    {
        await BrokeragesAsync("q", "w", "e");
        // At q: one broke before the incident, two within it of one customer, one was repaired, one of another customer.
        await BreakAsync("q", "old", "u1", minutes: -200);
        await BreakAsync("q", "q1", "u2", minutes: -20);
        await BreakAsync("q", "q2", "u2", minutes: -20);
        await BreakAsync("q", "q3", "u3", minutes: -3);
        await Database.EventsAsync(Some.Fixed(-1, "q3", "u3"));
        await BreakAsync("q", "q4", "u4", minutes: 1);
        await BreakAsync("w", "w1", "u5", minutes: -7);
        var (q, w, e) = (
            await OpenAsync("q", minutes: -30),
            await OpenAsync("w", minutes: -30),
            await OpenAsync("e", minutes: -30)
        );

        var (ofQ, ofW, ofE) = (await OfAsync(q), await OfAsync(w), await OfAsync(e));

        Assert.Equal((3, 3), (ofQ.StillBroken, ofQ.HeldCustomers));
        Assert.Equal((1, 1), (ofW.StillBroken, ofW.HeldCustomers));
        Assert.Equal((0, 0), (ofE.StillBroken, ofE.HeldCustomers));
        // By five minutes: noon to 12:05 is the last.
        Assert.Equal(36, ofQ.Bars.Count);
        Assert.Equal([(31, 2), (34, 1), (35, 1)], Filled(ofQ.Bars));
        Assert.Equal([(33, 1)], Filled(ofW.Bars));
        Assert.Empty(Filled(ofE.Bars));
    }

    [Fact]
    public async Task Bars_agree_with_a_count_of_each_five_minutes()
    {
        await BrokeragesAsync("q");
        var random = new Random(8);
        for (var i = 0; i < 60; i++)
            await BreakAsync("q", $"c{i}", "u1", minutes: random.Next(-190 * 60, 2 * 60) / 60d);
        // On the boundaries of the three hours and of five minutes.
        foreach (var minutes in (double[])[-175, -175.001, -90, -5, 0])
            await BreakAsync("q", $"at {minutes}", "u1", minutes);
        var incident = await OpenAsync("q", minutes: -200);

        var bars = (await OfAsync(incident)).Bars;

        await using var db = Database.CreateDbContext();
        var first = BreakSeries.StepOf(_time.GetUtcNow()) - 35;
        for (var bar = 0; bar < 36; bar++)
        {
            var start = BreakSeries.StartOf(first + bar);
            Assert.Equal(
                await IncidentBreaks.Of(db, "q", start, start + BreakSeries.Step).CountAsync(Token),
                bars[bar]
            );
        }
    }

    [Fact]
    public async Task The_number_of_queries_does_not_grow_with_the_incidents()
    {
        string[] brokerages = ["a", "b", "c", "d", "e", "f", "g", "h"];
        await BrokeragesAsync(brokerages);
        List<Incident> incidents = [];
        foreach (var brokerage in brokerages)
        {
            await BreakAsync(brokerage, $"c of {brokerage}", "u1", minutes: -20);
            incidents.Add(await OpenAsync(brokerage, minutes: -30));
        }

        foreach (var incident in incidents.Concat(incidents))
            Assert.Equal(1, (await OfAsync(incident)).StillBroken);
        Assert.Equal(2, _commands.Count);

        _time.Advance(TimeSpan.FromSeconds(20));
        await Task.WhenAll(incidents.Select(OfAsync));
        Assert.Equal(4, _commands.Count);
    }

    [Fact]
    public async Task One_that_has_just_opened_is_counted_at_once()
    {
        await BrokeragesAsync("q", "w");
        await BreakAsync("w", "w1", "u1", minutes: -20);
        await OfAsync(await OpenAsync("q", minutes: -30));
        Assert.Equal(1, (await OfAsync(await OpenAsync("w", minutes: -30))).StillBroken);
    }

    [Fact]
    public async Task The_figures_are_found_in_indexes()
    {
        await BrokeragesAsync("q");
        await OfAsync(await OpenAsync("q", minutes: -30));

        var plans = await _commands.PlansAsync();

        Assert.Equal(2, plans.Count);
        Assert.Contains(
            plans[0].Plan,
            step => step.Contains("IX_Connections_BrokerageId_Health_Since_Id (BrokerageId=? AND Health=?)")
        );
        Assert.Contains(
            plans[1].Plan,
            step => step.Contains("IX_Episodes_StartedAt (StartedAt>? AND StartedAt<?)")
        );
        Assert.All(
            plans.SelectMany(plan => plan.Plan),
            step => Assert.False(step.StartsWith("SCAN c", StringComparison.Ordinal), step)
        );
    }

    private Task<OpenFigures> OfAsync(Incident incident) => _figures.OfOpenAsync(incident, Token);

    private async Task BrokeragesAsync(params string[] ids)
    {
        foreach (var id in ids)
            await Database.BrokerageAsync(id, id.ToUpperInvariant(), id);
    }

    private Task BreakAsync(string brokerage, string connection, string user, double minutes) =>
        Database.EventsAsync(
            Some.Added(-500, connection, user, brokerage),
            Some.Broken(minutes, connection, user)
        );

    private async Task<Incident> OpenAsync(string brokerage, double minutes)
    {
        var incident = new Incident
        {
            Id = Incident.IdAfter(brokerage, previous: null),
            BrokerageId = brokerage,
            StartedAt = Some.Noon.AddMinutes(minutes),
            DetectedAt = _time.GetUtcNow(),
        };
        await using var db = Database.CreateDbContext();
        db.Add(incident);
        await db.SaveChangesAsync(Token);
        return incident;
    }

    private static IEnumerable<(int Bar, int Breaks)> Filled(IReadOnlyList<int> bars) =>
        bars.Select((breaks, bar) => (bar, breaks)).Where(b => b.breaks > 0);
}
