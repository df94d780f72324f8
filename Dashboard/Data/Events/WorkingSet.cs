using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>The connections and users of a batch, read with one query each.</summary>
internal sealed class WorkingSet
{
    private static readonly PreparedQuery<List<string>, SnapTradeUser> UsersById = new(() =>
        EF.CompileAsyncQuery(
            (DashboardDbContext db, List<string> ids) =>
                db.SnapTradeUsers.AsNoTracking().Where(u => ids.Contains(u.Id))
        )
    );

    private static readonly PreparedQuery<List<string>, Connection> ConnectionsById = new(() =>
        EF.CompileAsyncQuery(
            (DashboardDbContext db, List<string> ids) =>
                db.Connections.AsNoTracking().Where(c => ids.Contains(c.Id))
        )
    );

    private readonly HashSet<string> _newUserIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _returnedUserIds = new(StringComparer.Ordinal);

    public Dictionary<string, ConnectionUnit> Connections { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, SnapTradeUser> Users { get; } = new(StringComparer.Ordinal);
    public IReadOnlyList<SnapTradeUser> NewUsers => [.. _newUserIds.Select(id => Users[id])];

    public static async Task<WorkingSet> LoadAsync(
        DashboardDbContext db,
        IReadOnlyCollection<IncomingEvent> events,
        IReadOnlyCollection<ConnectionCheck> checks,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var set = new WorkingSet();
        await set.LoadUsersAsync(
            db,
            events.Select(e => e.UserId).Concat(checks.Select(c => c.UserId)),
            now,
            cancellationToken
        );
        var named = events
            .Select(e => e.ConnectionId)
            .OfType<string>()
            .Concat(checks.Select(c => c.ConnectionId));
        var wiped = events.Where(e => e.Type == EventTypes.UserDeleted).Select(e => e.UserId);
        await set.LoadConnectionsAsync(db, named, wiped, cancellationToken);
        await set.LoadOwnersAsync(db, now, cancellationToken);
        foreach (var item in events)
            set.AddMissing(item.ConnectionId, item.UserId, item.OccurredAt);
        foreach (var check in checks)
            set.AddMissing(check.ConnectionId, check.UserId, check.RequestedAt);
        return set;
    }

    public List<ConnectionUnit> OfUser(string userId) =>
        [.. Connections.Values.Where(u => u.Connection.UserId == userId)];

    /// <summary>
    /// Known users that the stored events changed, whose deletion was corrected, or who got a connection:
    /// a node that concurrently deletes all of a user's connections must detect the new one.
    /// </summary>
    public IEnumerable<SnapTradeUser> ChangedUsers(IEnumerable<ConnectionEvent> stored) =>
        stored
            .Where(e =>
                e.Type == EventTypes.UserDeleted
                || e is { Type: EventTypes.ConnectionAttempted, ConnectionId: null }
            )
            .Select(e => e.UserId)
            .Concat(Connections.Values.Where(u => u.IsNew).Select(u => u.Connection.UserId))
            .Concat(_returnedUserIds)
            .Distinct(StringComparer.Ordinal)
            .Where(id => !_newUserIds.Contains(id))
            .Select(id => Users[id]);

    /// <summary>Corrects when a user was deleted.</summary>
    public void ReturnUser(SnapTradeUser user, DateTimeOffset deletedAt)
    {
        user.ReturnTo(deletedAt);
        _returnedUserIds.Add(user.Id);
    }

    public ConnectionUnit Add(Connection connection, bool isNew)
    {
        var unit = new ConnectionUnit(connection, isNew);
        Connections.Add(connection.Id, unit);
        return unit;
    }

    private async Task LoadUsersAsync(
        DashboardDbContext db,
        IEnumerable<string> userIds,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var ids = userIds.Distinct(StringComparer.Ordinal).ToList();
        await foreach (var user in UsersById.Run(db, ids).WithCancellation(cancellationToken))
            Users.Add(user.Id, user);
        foreach (var id in ids)
        {
            if (Users.TryAdd(id, SnapTradeUser.Create(id, now)))
                _newUserIds.Add(id);
        }
    }

    private async Task LoadConnectionsAsync(
        DashboardDbContext db,
        IEnumerable<string> named,
        IEnumerable<string> wipedUsers,
        CancellationToken cancellationToken
    )
    {
        var ids = named.Distinct(StringComparer.Ordinal).ToList();
        await foreach (var connection in ConnectionsById.Run(db, ids).WithCancellation(cancellationToken))
            Add(connection, isNew: false);
        var users = wipedUsers.Distinct(StringComparer.Ordinal).ToList();
        if (users.Count == 0)
            return;
        var more = await db
            .Connections.AsNoTracking()
            .Where(c => users.Contains(c.UserId))
            .ToListAsync(cancellationToken);
        foreach (var connection in more.Where(c => !Connections.ContainsKey(c.Id)))
            Add(connection, isNew: false);
    }

    // SnapTrade may later report a connection under another user; its attempts belong to the owner.
    private async Task LoadOwnersAsync(
        DashboardDbContext db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var owners = Connections
            .Values.Select(u => u.Connection.UserId)
            .Where(id => !Users.ContainsKey(id))
            .ToList();
        if (owners.Count > 0)
            await LoadUsersAsync(db, owners, now, cancellationToken);
    }

    private void AddMissing(string? connectionId, string userId, DateTimeOffset at)
    {
        if (connectionId is null || Connections.ContainsKey(connectionId))
            return;
        var unit = Add(Connection.Create(connectionId, userId, at), isNew: true);
        // A connection first heard of after its user was deleted was deleted with the user.
        unit.MustFold = Users[userId].DeletedAt is not null;
    }
}
