using Dashboard.Data;
using Dashboard.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>Keeps the table of refused deliveries within its limits.</summary>
internal static class RefusedRows
{
    /// <summary>
    /// Deletes the oldest of each sender and reason beyond their limit, then the oldest of each reason that nothing proves
    /// to be SnapTrade's, then the oldest of all. A flood so takes only its own share.
    /// </summary>
    public static async Task PruneAsync(
        IDbContextFactory<DashboardDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .RefusedDeliveries.OrderByDescending(d => d.Id)
            .Select(d => new Row(d.Id, d.Sender, d.Reason, d.Fault))
            .ToListAsync(cancellationToken);
        foreach (var ids in Surplus(rows).Chunk(500))
            await db.RefusedDeliveries.Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <param name="rows">Newest first.</param>
    /// <returns>The ids of those to delete.</returns>
    internal static List<long> Surplus(IReadOnlyList<Row> rows)
    {
        var ofSender = rows.GroupBy(r => (r.Sender, r.Reason))
            .SelectMany(g => g.Take(RefusedDelivery.MaxOfSender))
            .ToHashSet();
        var unproven = rows.Where(r => ofSender.Contains(r) && !r.Fault.IsProven())
            .GroupBy(r => r.Reason)
            .SelectMany(g => g.Take(RefusedDelivery.MaxUnproven))
            .ToHashSet();
        var kept = rows.Where(r => ofSender.Contains(r) && (r.Fault.IsProven() || unproven.Contains(r)))
            .Take(RefusedDelivery.MaxKept)
            .ToHashSet();
        return [.. rows.Where(r => !kept.Contains(r)).Select(r => r.Id)];
    }

    internal sealed record Row(long Id, string Sender, string Reason, DeliveryFault Fault);
}
