using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>Reads the outbox, in pages that continue after a place.</summary>
public sealed class OutboxQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    TimeProvider time
)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>One page, the latest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<OutboxSlice> PageAsync(
        OutboxView view,
        OutboxPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await OutboxSearch
            .Rows(db, OutboxSearch.Compose(db, view, after))
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        var next = rows.Count > limit ? rows[limit - 1].Position : null;
        if (next is not null)
            rows.RemoveAt(limit);
        return new OutboxSlice(await CompleteAsync(db, rows, cancellationToken), next);
    }

    /// <summary>These e-mails as they are now, in no order; unknown ids are left out.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<OutboxRow>> FindAsync(
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await OutboxSearch
            .Rows(db, db.Emails.AsNoTracking().Where(e => ids.Contains(e.Id)))
            .ToListAsync(cancellationToken);
        return await CompleteAsync(db, rows, cancellationToken);
    }

    /// <summary>How many fitting e-mails were decided on after that place, up to <paramref name="most"/>.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<int> CountNewerAsync(
        OutboxView view,
        OutboxPosition? than,
        int most,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OutboxSearch.Newer(db, view, than).Take(most).CountAsync(cancellationToken);
    }

    /// <summary>How busy the dispatcher is.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<OutboxPulse> PulseAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewEmails);
        var from = time.GetUtcNow() - Minute;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return new OutboxPulse(
            await db.Emails.CountAsync(
                e => e.State == EmailState.Queued || e.State == EmailState.Sending,
                cancellationToken
            ),
            await db.Emails.CountAsync(
                e => e.ClaimedAt >= from && e.State == EmailState.Sent,
                cancellationToken
            ),
            await db
                .Emails.Where(e => e.State == EmailState.Sent)
                .OrderByDescending(e => e.CreatedAt)
                .Select(e => e.FinishedAt)
                .FirstOrDefaultAsync(cancellationToken)
        );
    }

    private async Task<IReadOnlyList<OutboxRow>> CompleteAsync(
        DashboardDbContext db,
        List<OutboxRow> rows,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
            return rows;
        var items = await OutboxItems.LoadAsync(
            db,
            rows.ConvertAll(r => r.Id),
            time.GetUtcNow(),
            cancellationToken
        );
        return rows.ConvertAll(row => row with { Items = [.. items[row.Id]] });
    }
}
