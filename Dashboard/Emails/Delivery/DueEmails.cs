using Dashboard.Data;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Delivery;

/// <summary>What waits to be sent, and what a dispatcher that died has left behind.</summary>
internal sealed class DueEmails(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The next that are due, urgent ones first; none to a domain that is full.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="fullDomains">In lower case.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<Email>> DueAsync(
        int most,
        IReadOnlyList<string> fullDomains,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await Compose(db, isUrgent: true, now, fullDomains)
            .Take(most)
            .ToListAsync(cancellationToken);
        if (due.Count < most)
            due.AddRange(
                await Compose(db, isUrgent: false, now, fullDomains)
                    .Take(most - due.Count)
                    .ToListAsync(cancellationToken)
            );
        return due;
    }

    /// <summary>How many wait, for their time or for their turn.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Emails.CountAsync(e => e.State == EmailState.Queued, cancellationToken);
    }

    /// <summary>What any node handed over, or was about to, within the last minute, the earliest first.</summary>
    public async Task<IReadOnlyList<(string Domain, DateTimeOffset At)>> LatelyClaimedAsync(
        CancellationToken cancellationToken
    )
    {
        var since = time.GetUtcNow() - Minute;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var claims = await db
            .Emails.Where(e => e.ClaimedAt > since)
            .OrderBy(e => e.ClaimedAt)
            .Select(e => new { Domain = e.AddressDomain ?? "", At = e.ClaimedAt!.Value })
            .ToListAsync(cancellationToken);
        return claims.ConvertAll(c => (c.Domain, c.At));
    }

    /// <summary>
    /// Calls unsure what is being sent by nobody: its dispatcher died, or could not write down how it went.
    /// Only for the one node that sends.
    /// </summary>
    /// <param name="inHand">The ids of those that this node is sending.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<int> AbandonAsync(
        IReadOnlyCollection<string> inHand,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Emails.Where(e => e.State == EmailState.Sending && !inHand.Contains(e.Id))
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(e => e.State, EmailState.Unsure)
                        .SetProperty(e => e.FinishedAt, now)
                        .SetProperty(e => e.LastError, DeliveryWords.Abandoned),
                cancellationToken
            );
    }

    // Of each kind the index gives them in order; both at once would be sorted each time.
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
                    u.Id == e.UserId && endings.Any(ending => u.Email!.ToLower().EndsWith(ending))
                )
            );
        }
        return due.OrderBy(e => e.NotBefore);
    }
}
