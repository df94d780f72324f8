using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Sending;

/// <summary>Reads batches for their screens. Every method needs <see cref="Permission.ViewEmails"/>.</summary>
/// <exception cref="AccessDeniedException">From every method, when who asks lacks the permission.</exception>
internal sealed class BatchQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>One page, the latest first.</summary>
    /// <param name="after">Where it begins; null begins with the latest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<BatchSlice> PageAsync(
        BatchPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Compose(db, after).Take(limit + 1).ToListAsync(cancellationToken);
        if (rows.Count <= limit)
            return new BatchSlice(rows, Next: null);
        rows.RemoveAt(limit);
        var last = rows[^1].Batch;
        return new BatchSlice(rows, new BatchPosition(last.CreatedAt, last.Id));
    }

    /// <summary>Null when there is none with that id.</summary>
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

    /// <summary>One page of a batch's e-mails, in an order that does not change.</summary>
    /// <param name="view">Which of them.</param>
    /// <param name="after">The id after which it begins; null begins with the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<BatchEmailSlice> EmailsAsync(
        BatchView view,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await ComposeEmails(db, view, after).Take(limit + 1).ToListAsync(cancellationToken);
        if (rows.Count <= limit)
            return new BatchEmailSlice(rows, Next: null);
        rows.RemoveAt(limit);
        return new BatchEmailSlice(rows, rows[^1].Id);
    }

    internal static IQueryable<BatchRow> Compose(DashboardDbContext db, BatchPosition? after)
    {
        var batches = db.EmailBatches.AsNoTracking();
        if (after is { } place)
            batches = batches.Where(b =>
                b.CreatedAt <= place.CreatedAt
                && (b.CreatedAt < place.CreatedAt || string.Compare(b.Id, place.Id) < 0)
            );
        return batches
            .OrderByDescending(b => b.CreatedAt)
            .ThenByDescending(b => b.Id)
            .Select(b => new BatchRow(
                b,
                db.Emails.Any(e =>
                    e.BatchId == b.Id && (e.State == EmailState.Queued || e.State == EmailState.Sending)
                )
            ));
    }

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
                email.FinishedAt
            );
    }

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
