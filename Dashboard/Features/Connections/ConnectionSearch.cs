using System.Linq.Expressions;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>Turns a filter into a query that both databases can answer from an index.</summary>
internal static class ConnectionSearch
{
    /// <summary>What a list shows of a connection and its user, who may be unknown.</summary>
    public static readonly Expression<Func<Connection, SnapTradeUser?, ConnectionRow>> Row = (c, u) =>
        new ConnectionRow
        {
            Id = c.Id,
            UserId = c.UserId,
            Health = c.Health,
            Since = c.Since,
            AwaitingVerification = c.AwaitingVerification,
            BrokerageId = c.BrokerageId,
            Name = c.Name,
            Type = c.Type,
            LastEventAt = c.LastEventAt,
            LastVerifiedAt = c.LastVerifiedAt,
            LastDataAt = c.LastDataAt,
            SilentSince = c.SilentSince,
            Version = c.Version,
            UserName = u!.Name,
            UserEmail = u.Email,
            HasOptedOut = u.OptedOutAt != null,
            IsSecretRefused = u.SecretRefusedAt != null,
            CanAskSnapTrade = u.ProtectedSecret != null && u.SecretRefusedAt == null,
        };

    /// <summary>The rows of a list after a position, disabled ones first, the oldest break first.</summary>
    public static IQueryable<ConnectionRow> Compose(
        DashboardDbContext db,
        ConnectionFilter filter,
        ConnectionPosition? after,
        IReadOnlyCollection<Brokerage> brokerages,
        FoundConnections? found
    ) => Rows(db, Ordered(db, filter, after, brokerages, found));

    /// <summary>
    /// The rows of a list after a position, in parts that follow each other: the rest of one health, then each other. An
    /// index leads to a place within one health, and only to the first row of several.
    /// </summary>
    public static IEnumerable<IQueryable<ConnectionRow>> Parts(
        DashboardDbContext db,
        ConnectionFilter filter,
        ConnectionPosition? after,
        IReadOnlyCollection<Brokerage> brokerages,
        FoundConnections? found
    )
    {
        if (after is null || filter.Order != ConnectionOrder.OldestFirst || filter.Healths is [_])
        {
            yield return Compose(db, filter, after, brokerages, found);
            yield break;
        }
        var wanted = filter.Healths is [] ? Enum.GetValues<Health>() : filter.Healths;
        foreach (var health in wanted.Distinct().Where(h => h >= after.Health).Order())
            yield return Compose(
                db,
                filter with
                {
                    Healths = [health],
                },
                health == after.Health ? after : null,
                brokerages,
                found
            );
    }

    /// <summary>The connections of a list after a position, in the same order.</summary>
    public static IQueryable<Connection> Ordered(
        DashboardDbContext db,
        ConnectionFilter filter,
        ConnectionPosition? after,
        IReadOnlyCollection<Brokerage> brokerages,
        FoundConnections? found
    )
    {
        var connections = Matching(db, filter, brokerages, found);
        return filter.Order switch
        {
            ConnectionOrder.NewestFirst => ConnectionPaging.NewestFirst(connections, after),
            ConnectionOrder.ById => ConnectionPaging.ById(connections, after),
            _ => ConnectionPaging.OldestFirst(
                connections,
                after,
                isWithinHealth: filter.Healths is [var only] && only == after?.Health
            ),
        };
    }

    /// <summary>All connections that match, in no order.</summary>
    /// <param name="found">What <see cref="ConnectionFilter.Search"/> finds; null without a search.</param>
    public static IQueryable<Connection> Matching(
        DashboardDbContext db,
        ConnectionFilter filter,
        IReadOnlyCollection<Brokerage> brokerages,
        FoundConnections? found
    )
    {
        var connections = Narrow(Awake(db, Triaged(db, filter), filter), filter, brokerages);
        if (filter.IsSilent)
            connections = Silent(db, connections);
        if (filter.HasDuplicate)
            connections = DuplicateSearch.Having(db, connections);
        // The same as LastContact.Of, which sees the newest link and portal link since the break.
        if (filter.NeverContacted)
            connections = ContactRows.NeverContacted(db, connections);
        return found is null ? connections : found.Narrow(db, connections);
    }

    public static IQueryable<ConnectionRow> Rows(DashboardDbContext db, IQueryable<Connection> connections) =>
        connections.LeftJoin(db.SnapTradeUsers, c => c.UserId, u => u.Id, Row);

    private static IQueryable<Connection> Narrow(
        IQueryable<Connection> connections,
        ConnectionFilter filter,
        IEnumerable<Brokerage> brokerages
    )
    {
        if (filter.Healths is [var health])
            connections = connections.Where(c => c.Health == health);
        else if (filter.Healths is { Count: > 0 } healths)
            connections = connections.Where(c => healths.Contains(c.Health));
        if (filter.Awaiting)
            connections = connections.Where(c => c.AwaitingVerification);
        if (filter.Among is { } among)
            connections = connections.Where(c => among.Contains(c.Id));
        if (filter.UserId is { } userId)
            connections = connections.Where(c => c.UserId == userId);
        if (filter.BrokenBefore is { } before)
            connections = connections.Where(c => c.Health == Health.Disabled && c.Since < before);
        if (filter.BrokenFrom is { } from)
            connections = connections.Where(c => c.Health == Health.Disabled && c.Since >= from);
        if (filter.Brokerage is not { } wanted)
            return connections;
        var id = brokerages.FirstOrDefault(b => b.Slug == wanted)?.Id ?? wanted;
        return connections.Where(c => c.BrokerageId == id);
    }

    // Few connections are assigned to one person or snoozed, and an index finds them. SQLite reads the tables of a cross
    // join in the order of the query; with an inner join it scans all disabled connections.
    private static IQueryable<Connection> Triaged(DashboardDbContext db, ConnectionFilter filter)
    {
        if (filter.AssigneeId is null && filter.SnoozedAt is null)
            return db.Connections.AsNoTracking();
        var triages = db.Triages.AsNoTracking();
        if (filter.AssigneeId is { } assignee)
            triages = triages.Where(t => t.AssigneeId == assignee);
        if (filter.SnoozedAt is { } at)
            triages = triages.Where(t => t.SnoozedUntil > at);
        var pairs =
            from t in triages
            from c in db.Connections.AsNoTracking()
            where c.Id == t.ConnectionId
            select new { Triage = t, Connection = c };
        if (filter.SnoozedAt is not null)
            pairs = pairs.Where(p =>
                p.Connection.Health == Health.Disabled && p.Connection.Since <= p.Triage.SnoozedAt
            );
        return pairs.Select(p => p.Connection);
    }

    // Few connections are silent, and an index finds them; as above, a cross join makes SQLite begin with them.
    private static IQueryable<Connection> Silent(DashboardDbContext db, IQueryable<Connection> connections) =>
        from s in db.Connections.AsNoTracking()
        where s.SilentSince != null
        from c in connections
        where c.Id == s.Id && c.Health == Health.Healthy
        select c;

    private static IQueryable<Connection> Awake(
        DashboardDbContext db,
        IQueryable<Connection> connections,
        ConnectionFilter filter
    ) =>
        filter.AwakeAt is not { } at
            ? connections
            : connections.Where(c =>
                c.Health != Health.Disabled
                || !db.Triages.Any(t =>
                    t.ConnectionId == c.Id && t.SnoozedUntil > at && c.Since <= t.SnoozedAt
                )
            );
}
