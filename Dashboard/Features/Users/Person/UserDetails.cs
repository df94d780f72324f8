using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Person;

/// <summary>Reads everything about one user.</summary>
public sealed class UserDetails(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <returns>Null when no such user is known.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<UserDetail?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db
            .SnapTradeUsers.AsNoTracking()
            .SingleOrDefaultAsync(u => u.Id == userId, cancellationToken);
        if (user is null)
            return null;
        var connections = await Connections(db, userId)
            .Take(UserDetail.MostConnections + 1)
            .ToListAsync(cancellationToken);
        var hasMore = connections.Count > UserDetail.MostConnections;
        return new UserDetail(user, [.. connections.Take(UserDetail.MostConnections)], hasMore);
    }

    /// <summary>What happened to the user and their connections, newest first.</summary>
    /// <param name="userId">SnapTrade's.</param>
    /// <param name="after">The last one that is known already; null for the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<UserEvents> EventsAsync(
        string userId,
        UserEvent? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var events = await Events(db, userId, after).Take(limit + 1).ToListAsync(cancellationToken);
        return new UserEvents([.. events.Take(limit)], events.Count > limit);
    }

    /// <summary>The e-mails that were decided on, newest first.</summary>
    /// <inheritdoc cref="EventsAsync"/>
    public async Task<UserEmails> EmailsAsync(
        string userId,
        UserEmail? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var emails = await Emails(db, userId, after).Take(limit + 1).ToListAsync(cancellationToken);
        return new UserEmails([.. emails.Take(limit)], emails.Count > limit);
    }

    internal static IQueryable<UserConnection> Connections(DashboardDbContext db, string userId) =>
        db
            .Connections.AsNoTracking()
            .Where(c => c.UserId == userId)
            .LeftJoin(db.Brokerages, c => c.BrokerageId, b => b.Id, (c, b) => new { Connection = c, b!.Name })
            .OrderBy(pair => pair.Connection.Health)
            .ThenBy(pair => pair.Connection.Since)
            .ThenBy(pair => pair.Connection.Id)
            .Select(pair => new UserConnection(
                pair.Connection.Id,
                pair.Connection.Health,
                pair.Connection.AwaitingVerification,
                pair.Connection.Since,
                pair.Connection.BrokerageId,
                pair.Name,
                pair.Connection.Name
            ));

    internal static IQueryable<UserEvent> Events(DashboardDbContext db, string userId, UserEvent? after)
    {
        var events = db.Events.AsNoTracking().Where(e => e.UserId == userId);
        if (after is { OccurredAt: var at, Id: var id })
            events = events.Where(e => e.OccurredAt <= at && (e.OccurredAt < at || e.Id < id));
        return from e in events
            join connection in db.Connections on e.ConnectionId equals connection.Id into connections
            from c in connections.DefaultIfEmpty()
            join brokerage in db.Brokerages
                on e.BrokerageId ?? c.BrokerageId equals brokerage.Id
                into brokerages
            from b in brokerages.DefaultIfEmpty()
            orderby e.OccurredAt descending, e.Id descending
            select new UserEvent(
                e.Id,
                e.Type,
                e.Source,
                e.Effect,
                e.OccurredAt,
                e.ReceivedAt,
                e.AttemptResult,
                e.Actor,
                e.ConnectionId,
                b.Name
            );
    }

    internal static IQueryable<UserEmail> Emails(DashboardDbContext db, string userId, UserEmail? after)
    {
        var emails = db.Emails.AsNoTracking().Where(e => e.UserId == userId);
        if (after is { CreatedAt: var at, Id: var id })
            emails = emails.Where(e =>
                e.CreatedAt <= at && (e.CreatedAt < at || string.Compare(e.Id, id) < 0)
            );
        return emails
            .OrderByDescending(e => e.CreatedAt)
            .ThenByDescending(e => e.Id)
            .Select(e => new UserEmail(
                e.Id,
                e.State,
                e.CreatedAt,
                e.FinishedAt,
                e.CreatedBy,
                e.Address,
                e.BouncedAt,
                e.ComplainedAt
            ));
    }
}
