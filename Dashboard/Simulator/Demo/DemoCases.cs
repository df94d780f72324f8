using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Simulator.Demo;

/// <summary>A break that the demo sends an e-mail about.</summary>
internal sealed record DemoCase(
    Connection Connection,
    SnapTradeUser User,
    string Brokerage,
    DateTimeOffset BrokeAt,
    DateTimeOffset? EndedAt
);

/// <summary>Picks the breaks from the generated history.</summary>
internal static class DemoCases
{
    private const int MaxRepaired = 60;
    private const int MaxOpen = 12;

    /// <summary>Breaks that lasted long enough for an e-mail, one per user.</summary>
    public static async Task<List<DemoCase>> RepairedAsync(
        DashboardDbContext db,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var found = await (
            from episode in db.Episodes.AsNoTracking()
            where episode.StartedAt >= since && episode.Outcome == EpisodeOutcome.Repaired
            join connection in db.Connections.AsNoTracking() on episode.ConnectionId equals connection.Id
            join user in db.SnapTradeUsers.AsNoTracking() on connection.UserId equals user.Id
            join brokerage in db.Brokerages.AsNoTracking() on connection.BrokerageId equals brokerage.Id
            orderby episode.StartedAt descending
            select new DemoCase(connection, user, brokerage.Name, episode.StartedAt, episode.EndedAt)
        ).ToListAsync(cancellationToken);
        return
        [
            .. found
                .Where(c => c.EndedAt - c.BrokeAt > TimeSpan.FromHours(6))
                .DistinctBy(c => c.User.Id)
                .Take(MaxRepaired),
        ];
    }

    public static async Task<List<DemoCase>> StillBrokenAsync(
        DashboardDbContext db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var latest = now.AddHours(-12);
        var found = await (
            from connection in db.Connections.AsNoTracking()
            where connection.Health == Health.Disabled && connection.Since < latest
            join user in db.SnapTradeUsers.AsNoTracking() on connection.UserId equals user.Id
            where user.ProtectedSecret != null && user.Email != null
            join brokerage in db.Brokerages.AsNoTracking() on connection.BrokerageId equals brokerage.Id
            where !db.ReconnectLinks.Any(l => l.ConnectionId == connection.Id)
            orderby connection.Since descending
            select new DemoCase(connection, user, brokerage.Name, connection.Since, null)
        )
            .Take(3 * MaxOpen)
            .ToListAsync(cancellationToken);
        return [.. found.DistinctBy(c => c.User.Id).Take(MaxOpen)];
    }
}
