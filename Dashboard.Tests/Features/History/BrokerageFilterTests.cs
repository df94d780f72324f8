using Dashboard.Data.Reading;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.History;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Features.History;

/// <summary>The events of one brokerage, found by its connections or by walking through the history.</summary>
public sealed class BrokerageFilterTests : DatabaseContext
{
    private static readonly EventPosition Place = new(Some.Noon.AddMinutes(30), 60);

    private static readonly string[] Types =
    [
        EventTypes.ConnectionBroken,
        EventTypes.ConnectionFixed,
        EventTypes.ConnectionAttempted,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Both_ways_find_the_same_events_in_the_same_order(int seed)
    {
        var random = new Random(seed);
        await SeedAsync(random);
        await using var db = Database.CreateDbContext();
        for (var i = 0; i < 40; i++)
        {
            var filter = new HistoryFilter
            {
                Brokerage = $"b{random.Next(3)}",
                Types = random.Next(2) == 0 ? [] : [Types[random.Next(Types.Length)]],
                Source = random.Next(3) == 0 ? EventSource.Poll : null,
                WithoutCopies = random.Next(2) == 0,
                From = random.Next(3) == 0 ? Some.Noon.AddMinutes(20) : null,
            };
            EventPosition? after = random.Next(2) == 0 ? null : Place;
            var count = random.Next(1, 30);

            var merged = await MergedPages.ReadAsync(
                db,
                BrokerageEvents.Of(db, filter, found: null),
                after,
                count,
                Token
            );

            Assert.Equal(
                await HistorySearch.Compose(db, filter, after, found: null).Take(count).ToListAsync(Token),
                merged.Rows
            );
        }
    }

    [Fact]
    public async Task A_brokerage_is_found_by_its_slug_with_what_names_it_and_no_connection()
    {
        await Database.BrokerageAsync("b-1", "questrade", "Questrade");
        await Database.EventsAsync(
            Some.Event(EventTypes.ConnectionAdded, 1, "c1", "u1", brokerageId: "b-1"),
            Some.Broken(2, "c1"),
            Some.Event(EventTypes.ConnectionFailed, 3, connectionId: null, "u2", brokerageId: "b-1"),
            Some.Event(EventTypes.ConnectionAdded, 4, "c2", "u3", brokerageId: "b-2")
        );
        var queries = new HistoryQueries(Database, TeamHost.Current("mia", Role.Manager));
        var filter = new HistoryFilter { Brokerage = "questrade" };

        var page = await queries.PageAsync(filter, after: null, 10, Token);

        Assert.Equal(
            [EventTypes.ConnectionFailed, EventTypes.ConnectionBroken, EventTypes.ConnectionAdded],
            page.Rows.Select(row => row.Type)
        );
        Assert.Equal(3, await queries.CountAsync(filter, Token));
        Assert.Equal(3, await queries.CountNewerAsync(filter, thanId: 0, 10, Token));
        Assert.Empty((await queries.PageAsync(filter with { Brokerage = "gone" }, null, 10, Token)).Rows);
    }

    [Fact]
    public async Task Events_are_read_from_indexes()
    {
        await using var db = Database.CreateDbContext();
        var filter = new HistoryFilter
        {
            Brokerage = "b-1",
            Types = [EventTypes.ConnectionBroken],
            WithoutCopies = true,
        };
        var parts = BrokerageEvents.Of(db, filter, found: null);
        var ofConnections = await QueryPlan.OfAsync(db, MergedPages.Newest(parts[0], Place).Take(51));
        Assert.Contains(
            ofConnections,
            step => step.Contains("IX_Connections_BrokerageId_Health_Since_Id (BrokerageId=?)")
        );
        Assert.Contains(
            ofConnections,
            step => step.Contains("IX_Events_ConnectionId_OccurredAt_Id (ConnectionId=?")
        );
        var alone = await QueryPlan.OfAsync(db, MergedPages.Newest(parts[1], Place).Take(51));
        Assert.Contains(
            alone,
            step => step.Contains("IX_Events_BrokerageAlone (BrokerageId=? AND OccurredAt<?)")
        );
        var walked = await QueryPlan.OfAsync(
            db,
            HistorySearch.Compose(db, filter with { Types = [] }, Place, found: null).Take(51)
        );
        Assert.Contains(walked, step => step.Contains("IX_Events_OccurredAt_Id (OccurredAt<?)"));
        await using var server = SqlServer();
        foreach (var part in BrokerageEvents.Of(server, filter, found: null))
            AssertValid(MergedPages.Newest(part, Place).Take(51).ToQueryString());
    }

    [Fact]
    public async Task Where_few_would_have_to_be_found_among_many_nothing_is_counted()
    {
        await using var db = Database.CreateDbContext();
        db.HealthCounts.Add(
            new()
            {
                BrokerageId = "big",
                Health = Dashboard.Domain.Connections.Health.Healthy,
                Total = BrokerageEvents.MaxConnections + 1,
            }
        );
        await db.SaveChangesAsync(Token);

        Assert.Null(await HistoryCounts.CountAsync(db, new() { Brokerage = "big" }, Token));
        Assert.Equal(0, await HistoryCounts.CountAsync(db, new() { Brokerage = "big", UserId = "u" }, Token));
        Assert.Equal(0, await HistoryCounts.CountAsync(db, new() { Brokerage = "small" }, Token));
        Assert.Equal(0, await HistoryCounts.CountAsync(db, new() { Search = "nobody" }, Token));
    }

    private async Task SeedAsync(Random random)
    {
        await Database.EventsAsync([
            .. Enumerable
                .Range(0, 9)
                .Select(i =>
                    Some.Event(EventTypes.ConnectionAdded, 0, $"c{i}", $"u{i}", brokerageId: $"b{i % 3}")
                ),
            .. Enumerable
                .Range(0, 110)
                .Select(_ => random.Next(10))
                .Select(i =>
                    Some.Event(
                        Types[random.Next(Types.Length)],
                        random.Next(60),
                        i == 9 ? null : $"c{i}",
                        i == 9 ? "u-new" : $"u{i}",
                        brokerageId: i == 9 ? $"b{random.Next(3)}" : null,
                        source: random.Next(4) == 0 ? EventSource.Poll : EventSource.Webhook
                    )
                ),
        ]);
    }
}
