using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Delivery;

/// <summary>Reads the queue, and settles the e-mails that a dispatcher abandoned when its process died.</summary>
internal sealed class DueEmails(
    IDbContextFactory<DashboardDbContext> contexts,
    WorkLeases leases,
    TimeProvider time
)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The next e-mails that are due, urgent ones first, without those to domains at their limit.</summary>
    /// <param name="limit">The maximum number of e-mails.</param>
    /// <param name="fullDomains">In lower case.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<Email>> DueAsync(
        int limit,
        IReadOnlyList<string> fullDomains,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await Compose(db, isUrgent: true, now, fullDomains)
            .Take(limit)
            .ToListAsync(cancellationToken);
        if (due.Count < limit)
            due.AddRange(
                await Compose(db, isUrgent: false, now, fullDomains)
                    .Take(limit - due.Count)
                    .ToListAsync(cancellationToken)
            );
        return due;
    }

    /// <summary>The number of queued e-mails, due or not.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Emails.CountAsync(e => e.State == EmailState.Queued, cancellationToken);
    }

    /// <summary>
    /// Makes e-mails due that a clock that was ahead has delayed: they were added later than now. The usual checks still
    /// apply before they are sent.
    /// </summary>
    public async Task ReturnFromFutureAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var latest = now + OutsideTime.MaxAhead;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Emails.Where(e => e.State == EmailState.Queued && e.NotBefore > latest && e.CreatedAt > latest)
            .ExecuteUpdateAsync(
                s => s.SetProperty(e => e.NotBefore, now).SetProperty(e => e.CreatedAt, now),
                cancellationToken
            );
    }

    /// <summary>
    /// The e-mails that any node claimed within the last minute, earliest first. Claims in the future, by a clock that was ahead, don't count.
    /// </summary>
    public async Task<IReadOnlyList<(string Domain, DateTimeOffset At)>> RecentlyClaimedAsync(
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var (since, until) = (now - Minute, now + Minute);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var claims = await db
            .Emails.Where(e => e.ClaimedAt > since && e.ClaimedAt <= until)
            .OrderBy(e => e.ClaimedAt)
            .Select(e => new { Domain = e.AddressDomain ?? "", At = e.ClaimedAt!.Value })
            .ToListAsync(cancellationToken);
        return claims.ConvertAll(c => (c.Domain, c.At));
    }

    /// <summary>
    /// Marks e-mails as unsure that no dispatcher is sending any more: theirs died, or could not record the outcome.
    /// Does nothing on a node that does not hold the lease any more: another may be sending them.
    /// </summary>
    /// <param name="inProgress">The ids of the e-mails that this node is sending.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    public async Task<int> AbandonAsync(
        IReadOnlyCollection<string> inProgress,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var node = leases.Node;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Emails.Where(e => e.State == EmailState.Sending && !inProgress.Contains(e.Id))
            .Where(e =>
                db.WorkLeases.Any(l =>
                    l.Name == DispatcherReports.WorkName && l.Holder == node && l.ExpiresAt > now
                )
            )
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(e => e.State, EmailState.Unsure)
                        .SetProperty(e => e.FinishedAt, now)
                        .SetProperty(e => e.LastError, DeliveryWords.Abandoned),
                cancellationToken
            );
    }

    // The index returns each kind in order; a query for both would sort them each time.
    internal static IQueryable<Email> Compose(
        DashboardDbContext db,
        bool isUrgent,
        DateTimeOffset now,
        IReadOnlyList<string> fullDomains
    )
    {
        var due = db
            .Emails.AsNoTracking()
            .Where(e => e.State == EmailState.Queued && e.IsUrgent == isUrgent && e.NotBefore <= now);
        if (fullDomains.Count > 0)
        {
            List<string> endings = [.. fullDomains.Select(d => $"@{d}")];
            due = due.Where(e =>
                !db.SnapTradeUsers.Any(u =>
                    u.Id == e.UserId && endings.Any(ending => u.NormalizedEmail!.EndsWith(ending))
                )
            );
        }
        return due.OrderBy(e => e.NotBefore);
    }
}
