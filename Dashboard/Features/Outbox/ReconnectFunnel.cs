using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Funnel;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>Counts the outcomes of the links and e-mails of a period; see <see cref="FunnelCount"/>.</summary>
internal sealed class ReconnectFunnel(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    FunnelKeeper keeper,
    TimeProvider time
)
{
    /// <summary>Counts the last days; the result may be a minute old.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<FunnelFigures> CountRecentAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewEmails);
        var now = time.GetUtcNow();
        // Others wait for the same count, so the first caller must not cancel it.
        return await keeper
            .GetAsync(() => CountAllAsync(now - span, now, CancellationToken.None))
            .WaitAsync(cancellationToken);
    }

    /// <param name="from">Start of the period; counts links and e-mails by creation.</param>
    /// <param name="to">Exclusive end of the period.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<FunnelFigures> CountAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        return await CountAllAsync(from, to, cancellationToken);
    }

    private async Task<FunnelFigures> CountAllAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FunnelCount.OfAsync(
            db,
            Links(db, from, to),
            from,
            Sent(db, from, to),
            cancellationToken
        );
    }

    internal static IQueryable<ReconnectLink> Links(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset to
    ) => db.ReconnectLinks.AsNoTracking().Where(l => l.CreatedAt >= from && l.CreatedAt < to);

    internal static IQueryable<Email> Sent(DashboardDbContext db, DateTimeOffset from, DateTimeOffset to) =>
        db
            .Emails.AsNoTracking()
            .Where(e => e.State == EmailState.Sent && e.CreatedAt >= from && e.CreatedAt < to);
}
