using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Funnel;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Batches;

/// <summary>Reads batches for their screens. Every method needs <see cref="Permission.ViewEmails"/>.</summary>
/// <exception cref="AccessDeniedException">From every method, when the caller lacks the permission.</exception>
internal sealed class BatchQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>Reads one page, by time.</summary>
    /// <param name="order">The direction.</param>
    /// <param name="after">Where the page begins; null: at the first batch of the order.</param>
    /// <param name="limit">The maximum number of rows, at least 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<BatchRow, TimePosition>> PageAsync(
        TimeOrder order,
        TimePosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Compose(db, order, after)
            .ToPageAsync(
                limit,
                row => new TimePosition(row.Batch.CreatedAt, row.Batch.Id),
                cancellationToken
            );
    }

    /// <summary>Returns null when there is no batch with that id.</summary>
    public async Task<BatchStatus?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var batch = await db
            .EmailBatches.AsNoTracking()
            .SingleOrDefaultAsync(b => b.Id == id, cancellationToken);
        if (batch is null)
            return null;
        return new BatchStatus(
            batch,
            await StateCounts(db, id).ToDictionaryAsync(c => c.State, c => c.Count, cancellationToken),
            await ObstacleCounts(db, id).ToDictionaryAsync(c => c.Obstacle, c => c.Count, cancellationToken)
        );
    }

    /// <summary>Counts what customers did with the links of a batch, and the repairs.</summary>
    public async Task<FunnelFigures> FunnelAsync(EmailBatch batch, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FunnelCount.OfAsync(
            db,
            Links(db, batch.Id),
            batch.CreatedAt,
            db.Emails.AsNoTracking().Where(e => e.BatchId == batch.Id && e.State == EmailState.Sent),
            cancellationToken
        );
    }

    /// <summary>Reads one page of a batch's e-mails, ordered by id.</summary>
    /// <param name="view">Selects the batch and its part.</param>
    /// <param name="after">The id after which the page begins; null: at the first.</param>
    /// <param name="limit">The maximum number of rows, at least 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<BatchEmail, string>> EmailsAsync(
        BatchView view,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ComposeEmails(db, view, after).ToPageAsync(limit, e => e.Id, cancellationToken);
    }

    internal static IQueryable<BatchRow> Compose(
        DashboardDbContext db,
        TimeOrder order,
        TimePosition? after
    ) =>
        db
            .EmailBatches.AsNoTracking()
            .InOrder(
                order,
                b =>
                    new()
                    {
                        Row = b,
                        At = b.CreatedAt,
                        Id = b.Id,
                    },
                after
            )
            .Select(b => new BatchRow(
                b,
                db.Emails.Any(e =>
                    e.BatchId == b.Id && (e.State == EmailState.Queued || e.State == EmailState.Sending)
                )
            ));

    internal static IQueryable<BatchEmail> ComposeEmails(DashboardDbContext db, BatchView view, string? after)
    {
        var emails = db.Emails.AsNoTracking().Where(e => e.BatchId == view.Id);
        var states = view.States;
        if (states.Count > 0)
            emails = emails.Where(e => states.Contains(e.State));
        if (view.Obstacle is { } obstacle)
            emails = emails.Where(e => e.Obstacle == obstacle);
        if (after is not null)
            emails = emails.Where(e => string.Compare(e.Id, after) > 0);
        return from email in emails
            join u in db.SnapTradeUsers.AsNoTracking() on email.UserId equals u.Id into users
            from user in users.DefaultIfEmpty()
            orderby email.Id
            select new BatchEmail(
                email.Id,
                email.UserId,
                user == null ? null : user.Name,
                email.State,
                email.Obstacle,
                email.LastError,
                email.FinishedAt,
                email.IsFile
            );
    }

    // By the listed connections, whose key begins with the e-mail: links have no index by e-mail.
    internal static IQueryable<ReconnectLink> Links(DashboardDbContext db, string id) =>
        from email in db.Emails.AsNoTracking()
        where email.BatchId == id
        join item in db.EmailItems.AsNoTracking() on email.Id equals item.EmailId
        join link in db.ReconnectLinks.AsNoTracking() on item.LinkId equals link.Id
        select link;

    internal static IQueryable<StateCount> StateCounts(DashboardDbContext db, string id) =>
        db
            .Emails.Where(e => e.BatchId == id)
            .GroupBy(e => e.State)
            .Select(g => new StateCount(g.Key, g.Count()));

    internal static IQueryable<ObstacleCount> ObstacleCounts(DashboardDbContext db, string id) =>
        db
            .Emails.Where(e => e.BatchId == id && e.State == EmailState.Skipped && e.Obstacle != null)
            .GroupBy(e => e.Obstacle!.Value)
            .Select(g => new ObstacleCount(g.Key, g.Count()));

    internal sealed record StateCount(EmailState State, int Count);

    internal sealed record ObstacleCount(EmailObstacle Obstacle, int Count);
}
