using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Overview;

/// <summary>Reads what tells whether everything works.</summary>
internal static class WorkingsReader
{
    public static async Task<Workings> ReadAsync(
        DashboardDbContext db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var lastEvent = await db
            .Receipts.OrderByDescending(r => r.Id)
            .Select(r => (DateTimeOffset?)r.ReceivedAt)
            .FirstOrDefaultAsync(cancellationToken);
        var check = await db
            .SweepPasses.AsNoTracking()
            .Where(p => p.Scope == PassScope.All && p.FinishedAt != null)
            .OrderByDescending(p => p.FinishedAt)
            .FirstOrDefaultAsync(cancellationToken);
        var due = db.Emails.Where(e => e.State == EmailState.Queued && e.NotBefore <= now);
        return new Workings(
            lastEvent,
            check?.FinishedAt,
            check?.Trouble,
            await due.LongCountAsync(cancellationToken),
            await due.MinAsync(e => (DateTimeOffset?)e.NotBefore, cancellationToken),
            await SilentRows.CountAsync(db, cancellationToken)
        );
    }
}
