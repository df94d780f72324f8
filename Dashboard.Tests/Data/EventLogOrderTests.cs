using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data;

/// <summary>The order of arrival and the size of batches don't change the final state.</summary>
public sealed class EventLogOrderTests
{
    private static readonly string[] Types =
    [
        EventTypes.ConnectionAdded,
        EventTypes.ConnectionBroken,
        EventTypes.ConnectionFixed,
        EventTypes.ConnectionDeleted,
        EventTypes.ConnectionUpdated,
        EventTypes.HoldingsUpdated,
        EventTypes.UserDeleted,
    ];

    [Fact]
    public void Any_order_with_duplicates_and_any_batching_ends_in_the_same_state()
    {
        // Few instants, so that equal timestamps, contradictions and repeats are common.
        var one =
            from type in Gen.Elements(Types)
            from minute in Gen.Choose(0, 12)
            from connection in Gen.Choose(1, 2)
            from key in Gen.Choose(1, 40)
            select Some.Event(
                type,
                minute,
                type == EventTypes.UserDeleted ? null : $"c{connection}",
                "u1",
                $"{type}-{minute}-{(type == EventTypes.UserDeleted ? 0 : connection)}-{key % 2}",
                brokerageId: "b1"
            );
        var sets = one.NonEmptyListOf().Select(list => list.Take(14).ToList());
        var property = Prop.ForAll(
            (
                from events in sets
                from seed in Gen.Choose(0, int.MaxValue - 1)
                select (events, seed)
            ).ToArbitrary(),
            input =>
                Assert.Equal(
                    StateAfter(InOrder(input.events)),
                    StateAfter(Shuffled(input.events, input.seed))
                )
        );
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), property);
    }

    private static List<List<IncomingEvent>> InOrder(List<IncomingEvent> events) =>
        [.. events.OrderBy(e => e.OccurredAt).Select(e => new List<IncomingEvent> { e })];

    private static List<List<IncomingEvent>> Shuffled(List<IncomingEvent> events, int seed)
    {
        var random = new Random(seed);
        var repeated = events.Concat(events.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(repeated);
        return [.. repeated.Chunk(random.Next(1, 6)).Select(chunk => chunk.ToList())];
    }

    private static string StateAfter(List<List<IncomingEvent>> batches)
    {
        using var database = new TestDatabase();
        foreach (var batch in batches)
            database.Log.AppendAsync(batch).GetAwaiter().GetResult();
        using var db = database.CreateDbContext();
        var connections = db
            .Connections.AsNoTracking()
            .OrderBy(c => c.Id)
            .AsEnumerable()
            .Select(c =>
                $"{c.Id} {c.UserId} {c.BrokerageId} {c.Health} {c.Since:O} awaiting={c.AwaitingVerification} data={c.DataEvents}@{c.LastDataAt:O} days={c.DataDays} {c.FirstEventAt:O} {c.LastEventAt:O}"
            );
        var episodes = db
            .Episodes.AsNoTracking()
            .OrderBy(e => e.ConnectionId)
            .ThenBy(e => e.StartedAt)
            .AsEnumerable()
            .Select(e => $"{e.ConnectionId} {e.StartedAt:O} {e.EndedAt:O} {e.Outcome}");
        var events = db
            .Events.AsNoTracking()
            .OrderBy(e => e.WebhookId)
            .AsEnumerable()
            .Select(e => $"{e.WebhookId} {e.ConnectionId} {e.Effect}");
        var counts = db
            .HealthCounts.AsNoTracking()
            .Where(c => c.Total != 0 || c.Awaiting != 0)
            .OrderBy(c => c.BrokerageId)
            .ThenBy(c => c.Health)
            .AsEnumerable()
            .Select(c => $"{c.BrokerageId} {c.Health} {c.Total} {c.Awaiting}");
        return string.Join('\n', [.. connections, "", .. episodes, "", .. events, "", .. counts]);
    }
}
