using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Operators;
using Dashboard.Features.Webhooks.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Webhooks.Deliveries;

/// <summary>
/// Reads deliveries, newest first. Accepted ones are the stored events' receipts, so that none costs a row of its own;
/// refused ones have rows.
/// </summary>
internal sealed class DeliveryQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    RecentAccepted recent,
    CurrentOperator current
)
{
    /// <summary>How many accepted deliveries the list reaches back.</summary>
    public const int MaxAccepted = 10_000;

    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<DeliveryRow, DeliveryPosition>> PageAsync(
        DeliveryFilter filter,
        DeliveryPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewDeliveries);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var accepted = filter.HasAccepted
            ? await AcceptedAsync(db, after?.Accepted, limit + 1, cancellationToken)
            : [];
        var refused = filter.HasRefused
            ? await Refused(db, filter, after?.Refused).Take(limit + 1).ToListAsync(cancellationToken)
            : [];
        return Merge(accepted, refused, after, limit);
    }

    /// <summary>The beginning of a refused body, without secrets; null when none was kept.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<string?> ExcerptAsync(long number, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewPayloads);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .RefusedDeliveries.Where(d => d.Id == number)
            .Select(d => d.Excerpt)
            .SingleOrDefaultAsync(cancellationToken);
    }

    internal static IQueryable<DeliveryRow> Refused(
        DashboardDbContext db,
        DeliveryFilter filter,
        long? before
    )
    {
        var rows = db.RefusedDeliveries.AsNoTracking();
        if (filter.Reason is { } reason)
            rows = rows.Where(d => d.Reason == reason);
        if (before is { } id)
            rows = rows.Where(d => d.Id < id);
        return rows.OrderByDescending(d => d.Id)
            .Select(d => new DeliveryRow(
                d.Id,
                d.ReceivedAt,
                d.Status,
                d.Reason,
                null,
                d.Fault,
                d.Detail,
                d.Address,
                d.Size,
                d.Excerpt != null
            ));
    }

    internal static IQueryable<EventReceipt> Receipts(DashboardDbContext db, long newest, long? before)
    {
        var oldest = newest - MaxAccepted;
        var rows = db.Receipts.AsNoTracking().Where(r => r.Id > oldest && r.IsWebhook);
        return (before is { } id ? rows.Where(r => r.Id < id) : rows).OrderByDescending(r => r.Id);
    }

    private async Task<List<DeliveryRow>> AcceptedAsync(
        DashboardDbContext db,
        long? before,
        int count,
        CancellationToken cancellationToken
    )
    {
        var newest = await db.Receipts.MaxAsync(r => (long?)r.Id, cancellationToken) ?? 0;
        var receipts = await Receipts(db, newest, before).Take(count).ToListAsync(cancellationToken);
        var known = recent.Find(receipts.Select(r => r.Key).ToHashSet(StringComparer.Ordinal));
        return receipts.ConvertAll(r =>
        {
            var facts = known.GetValueOrDefault(r.Key);
            return new DeliveryRow(
                r.Id,
                r.ReceivedAt,
                StatusCodes.Status200OK,
                Reason: null,
                facts?.Type,
                Fault: null,
                Detail: null,
                facts?.Address,
                facts?.Size,
                HasExcerpt: false
            );
        });
    }

    /// <summary>One list of two that are each in their own order, which the next page continues.</summary>
    private static Page<DeliveryRow, DeliveryPosition> Merge(
        List<DeliveryRow> accepted,
        List<DeliveryRow> refused,
        DeliveryPosition? after,
        int limit
    )
    {
        List<DeliveryRow> merged = [];
        var (a, r) = (0, 0);
        while (merged.Count < limit && a + r < accepted.Count + refused.Count)
        {
            var isAccepted =
                r == refused.Count || (a < accepted.Count && accepted[a].ReceivedAt >= refused[r].ReceivedAt);
            merged.Add(isAccepted ? accepted[a++] : refused[r++]);
        }
        return new(
            merged,
            a + r < accepted.Count + refused.Count
                ? new(
                    a > 0 ? accepted[a - 1].Number : after?.Accepted,
                    r > 0 ? refused[r - 1].Number : after?.Refused
                )
                : null
        );
    }
}
