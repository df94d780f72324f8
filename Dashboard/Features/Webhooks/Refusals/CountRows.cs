using Dashboard.Data;
using Dashboard.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>The stored counts of deliveries and the pulse of nodes.</summary>
internal static class CountRows
{
    private static readonly TimeSpan PulsesFor = TimeSpan.FromHours(1);

    /// <summary>Adds a node's counts to those of the current hour, and notes that the node runs.</summary>
    public static async Task AddAsync(
        DashboardDbContext db,
        string node,
        IEnumerable<Tallied> counts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var hour = DeliveryCount.HourOf(now);
        foreach (var (outcome, count, lastAt) in counts)
        {
            var added = await db
                .DeliveryCounts.Where(c => c.Hour == hour && c.Outcome == outcome)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(c => c.Count, c => c.Count + count)
                            .SetProperty(c => c.LastAt, c => c.LastAt < lastAt ? lastAt : c.LastAt),
                    cancellationToken
                );
            if (added == 0)
                db.Add(
                    new DeliveryCount
                    {
                        Hour = hour,
                        Outcome = outcome,
                        Count = count,
                        LastAt = lastAt,
                    }
                );
        }
        var seen = await db
            .NodePulses.Where(p => p.Node == node)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.SeenAt, now), cancellationToken);
        if (seen == 0)
        {
            db.Add(new NodePulse { Node = node, SeenAt = now });
            var before = now - PulsesFor;
            await db.NodePulses.Where(p => p.SeenAt < before).ExecuteDeleteAsync(cancellationToken);
        }
        // Another node that adds the same row first makes the transaction run again.
        await db.SaveChangesAsync(cancellationToken);
    }
}
