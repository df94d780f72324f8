using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconnect;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconnect;

/// <summary>A connection with everything that decides whether it can be reconnected.</summary>
internal sealed record LinkTarget(Connection Connection, SnapTradeUser? User, Brokerage? Brokerage);

/// <summary>A link that was opened.</summary>
internal sealed record LinkVisit(ReconnectLink Link, LinkTarget Target, LinkStatus Status)
{
    public Connection Connection => Target.Connection;
    public string? BrokerageName => Target.Brokerage?.Name;
}

/// <summary>Reads links and what they point to.</summary>
internal sealed class LinkLookup(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    public async Task<LinkTarget?> FindTargetAsync(string connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await TargetAsync(db, connectionId, cancellationToken);
    }

    /// <summary>The link with this token; null when there is none.</summary>
    public async Task<LinkVisit?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (!LinkToken.IsWellFormed(token))
            return null;
        var hash = LinkToken.HashOf(token);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var link = await db
            .ReconnectLinks.AsNoTracking()
            .SingleOrDefaultAsync(l => l.TokenHash == hash, cancellationToken);
        if (link is null || await TargetAsync(db, link.ConnectionId, cancellationToken) is not { } target)
            return null;
        var lastEnd = await LastEndAsync(db, link.ConnectionId, cancellationToken);
        return new LinkVisit(link, target, StatusOf(link, target.Connection, lastEnd));
    }

    /// <summary>All links of a connection, the latest first.</summary>
    public async Task<IReadOnlyList<LinkSummary>> ListAsync(
        string connectionId,
        int max,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await TargetAsync(db, connectionId, cancellationToken) is not { } target)
            return [];
        var lastEnd = await LastEndAsync(db, connectionId, cancellationToken);
        var links = await db
            .ReconnectLinks.AsNoTracking()
            .Where(l => l.ConnectionId == connectionId)
            .OrderByDescending(l => l.CreatedAt)
            .Take(max)
            .ToListAsync(cancellationToken);
        return [.. links.Select(l => new LinkSummary(l, StatusOf(l, target.Connection, lastEnd)))];
    }

    private static async Task<LinkTarget?> TargetAsync(
        DashboardDbContext db,
        string connectionId,
        CancellationToken cancellationToken
    ) =>
        await (
            from connection in db.Connections.AsNoTracking()
            where connection.Id == connectionId
            join u in db.SnapTradeUsers.AsNoTracking() on connection.UserId equals u.Id into users
            from user in users.DefaultIfEmpty()
            join b in db.Brokerages.AsNoTracking() on connection.BrokerageId equals b.Id into brokerages
            from brokerage in brokerages.DefaultIfEmpty()
            select new LinkTarget(connection, user, brokerage)
        ).SingleOrDefaultAsync(cancellationToken);

    // A second break must not make a link valid again, so the last end counts and not only the health.
    private static async Task<DateTimeOffset?> LastEndAsync(
        DashboardDbContext db,
        string connectionId,
        CancellationToken cancellationToken
    ) =>
        await db
            .Episodes.Where(e => e.ConnectionId == connectionId && e.EndedAt != null)
            .OrderByDescending(e => e.EndedAt)
            .Select(e => e.EndedAt)
            .FirstOrDefaultAsync(cancellationToken);

    private LinkStatus StatusOf(ReconnectLink link, Connection connection, DateTimeOffset? lastEnd) =>
        link.StatusAt(connection.Health, link.IsRepairedSince(lastEnd, connection.Since), time.GetUtcNow());
}
