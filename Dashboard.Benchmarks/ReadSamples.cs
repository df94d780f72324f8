using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Features.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Benchmarks;

/// <summary>Rows of a database that requests name: some of the middle, so that pages and cursors are deep inside.</summary>
internal sealed record ReadSamples
{
    public required Connection Broken { get; init; }
    public required Connection Healthy { get; init; }
    public required string Brokerage { get; init; }

    /// <summary>What the search for one user looks for.</summary>
    public required string UserName { get; init; }
    public required ConnectionEvent Event { get; init; }
    public required string? Email { get; init; }
    public required string? Batch { get; init; }

    public ConnectionPosition BrokenPlace => PlaceOf(Broken);
    public ConnectionPosition HealthyPlace => PlaceOf(Healthy);

    public static async Task<ReadSamples> ReadAsync(DashboardDbContext db)
    {
        var broken = await InTheMiddleAsync(db, Health.Disabled);
        var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == broken.UserId);
        var first = await db.Events.MinAsync(e => e.OccurredAt);
        var last = await db.Events.MaxAsync(e => e.OccurredAt);
        var middle = first + (last - first) / 2;
        return new ReadSamples
        {
            Broken = broken,
            Healthy = await InTheMiddleAsync(db, Health.Healthy),
            Brokerage = await db
                .HealthCounts.OrderByDescending(c => c.Total)
                .Select(c => c.BrokerageId)
                .FirstAsync(),
            UserName = user.Name ?? user.Id,
            Event = await db
                .Events.AsNoTracking()
                .Where(e => e.OccurredAt >= middle)
                .OrderBy(e => e.OccurredAt)
                .FirstAsync(),
            Email = await db.Emails.OrderBy(e => e.CreatedAt).Select(e => e.Id).FirstOrDefaultAsync(),
            Batch = await db.EmailBatches.Select(b => b.Id).FirstOrDefaultAsync(),
        };
    }

    private static async Task<Connection> InTheMiddleAsync(DashboardDbContext db, Health health)
    {
        var connections = db.Connections.AsNoTracking().Where(c => c.Health == health).OrderBy(c => c.Since);
        var count = await connections.CountAsync();
        return await connections.Skip(count / 2).FirstAsync();
    }

    private static ConnectionPosition PlaceOf(Connection connection) =>
        new(connection.Health, connection.Since, connection.Id);
}
