using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>The connections after a position, in each order of <see cref="ConnectionOrder"/>.</summary>
internal static class ConnectionPaging
{
    /// <param name="isWithinHealth">Whether all of them have the health of <paramref name="after"/>.</param>
    public static IQueryable<Connection> OldestFirst(
        IQueryable<Connection> connections,
        ConnectionPosition? after,
        bool isWithinHealth
    )
    {
        if (after is not null)
            connections = After(connections, after, isWithinHealth);
        return connections.OrderBy(c => c.Health).ThenBy(c => c.Since).ThenBy(c => c.Id);
    }

    public static IQueryable<Connection> ById(IQueryable<Connection> connections, ConnectionPosition? after)
    {
        if (after is { Id: var id })
            connections = connections.Where(c => string.Compare(c.Id, id) > 0);
        return connections.OrderBy(c => c.Id);
    }

    public static IQueryable<Connection> NewestFirst(
        IQueryable<Connection> connections,
        ConnectionPosition? after
    )
    {
        if (after is (_, var since, var id))
            connections = connections.Where(c =>
                c.Since <= since && (c.Since < since || string.Compare(c.Id, id) < 0)
            );
        return connections.OrderByDescending(c => c.Since).ThenByDescending(c => c.Id);
    }

    // The outer bound repeats the inner ones so that an index can seek.
    private static IQueryable<Connection> After(
        IQueryable<Connection> connections,
        ConnectionPosition after,
        bool isWithinHealth
    )
    {
        var (health, since, id) = after;
        if (isWithinHealth)
            return connections.Where(c =>
                c.Since >= since && (c.Since > since || string.Compare(c.Id, id) > 0)
            );
        return connections.Where(c =>
            c.Health >= health
            && (c.Health > health || c.Since > since || (c.Since == since && string.Compare(c.Id, id) > 0))
        );
    }
}
