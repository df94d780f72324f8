using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
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
            .Take(UserDetail.MaxConnections + 1)
            .ToListAsync(cancellationToken);
        var hasMore = connections.Count > UserDetail.MaxConnections;
        return new UserDetail(user, [.. connections.Take(UserDetail.MaxConnections)], hasMore);
    }

    /// <summary>What happened to the user and their connections, newest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<EventRow, EventPosition>> EventsAsync(
        string userId,
        EventPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Events(db, userId, after).ToPageAsync(limit, e => e.Position, cancellationToken);
    }

    /// <summary>The user's e-mails, newest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<UserEmail, EmailPosition>> EmailsAsync(
        string userId,
        EmailPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Emails(db, userId, after)
            .ToPageAsync(limit, e => new EmailPosition(e.CreatedAt, e.Id), cancellationToken);
    }

    internal static IQueryable<UserConnection> Connections(DashboardDbContext db, string userId) =>
        db
            .Connections.AsNoTracking()
            .Where(c => c.UserId == userId)
            .WithBrokerage(db, c => c.BrokerageId)
            .OrderBy(c => c.Row.Health)
            .ThenBy(c => c.Row.Since)
            .ThenBy(c => c.Row.Id)
            .Select(c => new UserConnection(
                c.Row.Id,
                c.Row.Health,
                c.Row.AwaitingVerification,
                c.Row.Since,
                c.Row.BrokerageId,
                c.Brokerage,
                c.Row.Name
            ));

    internal static IQueryable<EventRow> Events(DashboardDbContext db, string userId, EventPosition? after) =>
        EventRows.NewestFirst(db, db.Events.AsNoTracking().Where(e => e.UserId == userId), after);

    internal static IQueryable<UserEmail> Emails(DashboardDbContext db, string userId, EmailPosition? after)
    {
        var emails = db.Emails.AsNoTracking().Where(e => e.UserId == userId);
        if (after is var (at, id))
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
                e.ComplainedAt,
                e.IsFile
            ));
    }
}
