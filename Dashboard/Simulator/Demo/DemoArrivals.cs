using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Deliveries;
using Dashboard.Simulator.State;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Simulator.Demo;

/// <summary>
/// What arrived before the demo began: the usual webhooks of a month, an hour in which they were signed with a wrong key, and
/// daily data, which a brokerage has not delivered for days.
/// </summary>
internal sealed class DemoArrivals(
    SimulatorWorld world,
    SimulatorOptions options,
    IDbContextFactory<DashboardDbContext> contexts
)
{
    private const int RefusedDeliveries = 7;
    private const string Sender = "34.117.9.20";

    // The last days up to the last data, a bit each.
    private const long EveryDay = (1L << DataRhythm.Recent) - 1;
    private static readonly TimeSpan Known = TimeSpan.FromDays(DataRhythm.Recent + 4);
    private static readonly TimeSpan Silence = TimeSpan.FromDays(4);

    public async Task SeedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        AddCounts(db, now);
        AddWrongKey(db, now.AddHours(-3));
        await db.SaveChangesAsync(cancellationToken);
        foreach (var brokerage in world.Brokerages.All)
        {
            var last = brokerage.DeliversData ? now.AddHours(-2) : now - Silence;
            var before = last - Known;
            await db
                .Connections.Where(c => c.BrokerageId == brokerage.Id && c.Health == Health.Healthy)
                .Where(c => c.FirstEventAt < before)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(c => c.LastDataAt, last)
                            .SetProperty(c => c.DataDays, EveryDay)
                            .SetProperty(c => c.DataEvents, DataRhythm.Recent),
                    cancellationToken
                );
        }
    }

    // Only where the demo goes on so: else the arrival of fewer would be an alarm.
    private void AddCounts(DashboardDbContext db, DateTimeOffset now)
    {
        var isAlive =
            options is { Enabled: true, HoldingsEvery.Ticks: > 0 } && options.BreakEvery != TimeSpan.Zero;
        var hours = isAlive ? options.HistoryDays * 24 : 1;
        var count = isAlive ? Math.Max(1, (long)(TimeSpan.FromHours(1) / options.HoldingsEvery)) : 1;
        for (var i = 1; i <= hours; i++)
        {
            var hour = DeliveryCount.HourOf(now).AddHours(-i);
            db.Add(
                new DeliveryCount
                {
                    Hour = hour,
                    Outcome = DeliveryOutcomes.Accepted,
                    Count = count,
                    LastAt = hour.AddHours(1).AddSeconds(-1),
                }
            );
        }
    }

    private void AddWrongKey(DashboardDbContext db, DateTimeOffset at)
    {
        var refused = world
            .History.Where(e => e.OccurredAt < at)
            .TakeLast(RefusedDeliveries)
            .Select(DemoPayload.Of)
            .ToList();
        foreach (var (number, payload) in refused.Index())
            db.Add(
                new RefusedDelivery
                {
                    ReceivedAt = at.AddMinutes(-2 * (RefusedDeliveries - number)),
                    Status = StatusCodes.Status401Unauthorized,
                    Reason = DeliveryOutcomes.Forged,
                    Fault = DeliveryFault.AnotherKey,
                    IsLikely = true,
                    Address = Sender,
                    Sender = Sender,
                    Size = payload.Length,
                    Excerpt = payload,
                }
            );
        foreach (
            var hour in Enumerable
                .Range(1, refused.Count)
                .GroupBy(i => DeliveryCount.HourOf(at.AddMinutes(-2 * i)))
        )
            db.Add(
                new DeliveryCount
                {
                    Hour = hour.Key,
                    Outcome = DeliveryOutcomes.Forged,
                    Count = hour.Count(),
                    LastAt = at.AddMinutes(-2 * hour.Min()),
                }
            );
    }
}
