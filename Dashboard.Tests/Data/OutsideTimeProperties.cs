using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data;

/// <summary>Whatever SnapTrade or our own clock dated, the state follows what comes later.</summary>
public sealed class OutsideTimeProperties
{
    // From our clock: a little off, too far off, and absurd.
    private static readonly TimeSpan[] Offsets =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(90),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(3),
        TimeSpan.FromDays(800),
        TimeSpan.FromDays(365 * 7900),
        TimeSpan.FromMinutes(-5),
        TimeSpan.FromDays(-1),
        TimeSpan.FromDays(-365 * 2000),
    ];

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

    private static readonly Health[] Answers = [Health.Healthy, Health.Disabled, Health.Deleted];

    /// <param name="Type">Null: a check.</param>
    /// <param name="OurClock">How far our clock is off meanwhile.</param>
    private sealed record Step(
        string? Type,
        Health Answer,
        TimeSpan Dated,
        TimeSpan Broken,
        TimeSpan OurClock
    );

    [Fact]
    public void What_comes_later_counts_however_earlier_things_were_dated()
    {
        var step =
            from isCheck in Gen.Elements(true, false)
            from type in Gen.Elements(Types)
            from answer in Gen.Elements(Answers)
            from dated in Gen.Elements(Offsets)
            from broken in Gen.Elements(Offsets)
            // Rarely wrong.
            from clock in Gen.Elements(0, 0, 0, 800)
            select new Step(isCheck ? null : type, answer, dated, broken, TimeSpan.FromDays(clock));
        var property = Prop.ForAll(
            (
                from steps in step.NonEmptyListOf()
                from health in Gen.Elements(Answers)
                from byCheck in Gen.Elements(true, false)
                select (Steps: steps.Take(6).ToList(), health, byCheck)
            ).ToArbitrary(),
            input => HoldsAsync(input.Steps, input.health, input.byCheck).GetAwaiter().GetResult()
        );
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), property);
    }

    private static async Task HoldsAsync(List<Step> steps, Health then, bool byCheck)
    {
        using var database = new TestDatabase();
        var now = Some.Noon;
        foreach (var step in steps)
        {
            now += TimeSpan.FromMinutes(10);
            await TakeAsync(database, step, now);
        }

        // Later than any clock that is believed.
        now += TimeSpan.FromMinutes(10);
        if (byCheck)
            await TakeAsync(database, Now(null, then), now);
        else
            foreach (var type in TypesOf(then))
                await TakeAsync(database, Now(type, then), now += TimeSpan.FromMinutes(1));

        await using var db = database.CreateDbContext();
        var connection = await db.Connections.SingleAsync();
        Assert.Equal(then, connection.Health);
        Assert.False(connection.IsMisdated(now));
        if (byCheck)
            Assert.Equal(now, connection.LastVerifiedAt);
        var latest = now + OutsideTime.MaxAhead;
        Assert.All(await db.Events.ToListAsync(), e => Assert.True(e.OccurredAt <= latest));
        Assert.All(
            await db.Episodes.ToListAsync(),
            e => Assert.True(e.StartedAt <= latest && !(e.EndedAt > latest))
        );
    }

    private static Step Now(string? type, Health answer) =>
        new(type, answer, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    // Only an addition brings a deleted connection back.
    private static string[] TypesOf(Health health) =>
        health switch
        {
            Health.Healthy => [EventTypes.ConnectionAdded],
            Health.Disabled => [EventTypes.ConnectionAdded, EventTypes.ConnectionBroken],
            _ => [EventTypes.ConnectionDeleted],
        };

    private static async Task TakeAsync(TestDatabase database, Step step, DateTimeOffset now)
    {
        var ours = now + step.OurClock;
        var log = new EventLog(database, database.Changes, new FakeTimeProvider(ours));
        if (step.Type is { } type)
            await log.AppendAsync([
                Some.Event(type, connectionId: type == EventTypes.UserDeleted ? null : "connection-1") with
                {
                    OccurredAt = ours + step.Dated,
                    ReceivedAt = ours,
                },
            ]);
        else
            await log.RecordAsync([
                new ConnectionCheck(
                    "connection-1",
                    "user-1",
                    ours + step.Dated,
                    step.Answer,
                    BrokenAt: step.Answer == Health.Disabled ? ours + step.Broken : null,
                    CreatedAt: ours + step.Broken
                ),
            ]);
    }
}
