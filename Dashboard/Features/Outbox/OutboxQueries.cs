using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>Reads the outbox.</summary>
public sealed class OutboxQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    TimeProvider time
)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Reads one page in the order of the view.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<OutboxRow, OutboxPosition>> PageAsync(
        OutboxView view,
        OutboxPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FoundUsers.FindAsync(db, view.Search, cancellationToken);
        var page = await OutboxSearch
            .Rows(db, OutboxSearch.Compose(db, view, after, found))
            .ToPageAsync(limit, row => row.Position, cancellationToken);
        return page with { Rows = await CompleteAsync(db, page.Rows, cancellationToken) };
    }

    /// <summary>Reads e-mails by id, in no order; unknown ids are left out.</summary>
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

    /// <summary>The number of matching e-mails created after a position, up to <paramref name="limit"/>.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<int> CountNewerAsync(
        OutboxView view,
        TimePosition? than,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FoundUsers.FindAsync(db, view.Search, cancellationToken);
        return await OutboxSearch.Newer(db, view, than, found).Take(limit).CountAsync(cancellationToken);
    }

    /// <summary>The current load of the dispatcher, on whatever node it runs.</summary>
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
            await OutboxSearch.SentSince(db, from).SumAsync(cancellationToken),
            await db
                .Emails.Where(e => e.State == EmailState.Sent)
                .OrderByDescending(e => e.CreatedAt)
                .Select(e => e.FinishedAt)
                .FirstOrDefaultAsync(cancellationToken)
        );
    }

    private async Task<IReadOnlyList<OutboxRow>> CompleteAsync(
        DashboardDbContext db,
        IReadOnlyList<OutboxRow> rows,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
            return rows;
        var items = await OutboxItems.LoadAsync(
            db,
            [.. rows.Select(r => r.Id)],
            time.GetUtcNow(),
            cancellationToken
        );
        return [.. rows.Select(row => row with { Items = [.. items[row.Id]] })];
    }
}
