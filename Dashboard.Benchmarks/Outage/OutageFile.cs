using Dashboard.Benchmarks.Live;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Benchmarks.Outage;

/// <summary>What an outage is made of.</summary>
/// <param name="Brokerage">The id of the brokerage that dies: the largest.</param>
/// <param name="Connections">Healthy ones of it, in random order.</param>
/// <param name="Others">Healthy connections of the second largest, for load without an outage.</param>
/// <param name="Watched">Rows on the first page of the list.</param>
/// <param name="Controls">
/// Connections of other brokerages whose users the policy writes to: their e-mails prove that it is on.
/// </param>
internal sealed record OutagePlan(
    string Brokerage,
    IReadOnlyList<OutageConnection> Connections,
    IReadOnlyList<OutageConnection> Others,
    IReadOnlyList<WatchedRow> Watched,
    IReadOnlyList<OutageConnection> Controls
);

/// <summary>Reads a generated database, and switches the policy on.</summary>
internal static class OutageFile
{
    /// <summary>Longer than the detection of an incident takes.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private const int MaxOthers = 500;
    private const int WatchedRows = 20;
    private const int ControlCount = 3;

    public static async Task<OutagePlan> PlanAsync(string path, int connections)
    {
        await using var db = new SqliteContexts(path).CreateDbContext();
        var largest = await db
            .HealthCounts.Where(c => c.Health == Health.Healthy && c.BrokerageId != "")
            .OrderByDescending(c => c.Total)
            .Select(c => c.BrokerageId)
            .Take(2)
            .ToListAsync();
        var broken = await HealthyOf(db, largest[0]).Take(connections).ToArrayAsync();
        new Random(1).Shuffle(broken);
        return new OutagePlan(
            largest[0],
            broken,
            await HealthyOf(db, largest[1]).Take(MaxOthers).ToListAsync(),
            await WatchedAsync(db),
            await ControlsAsync(db, largest)
        );
    }

    /// <summary>Switches the policy on, with messages at any hour as soon as the grace period is over.</summary>
    public static async Task SwitchPolicyOnAsync(string path)
    {
        await using var db = new SqliteContexts(path).CreateDbContext();
        var policy = await db.EmailPolicies.SingleOrDefaultAsync() ?? db.Add(new EmailPolicy()).Entity;
        (policy.Grace, policy.Steps, policy.CoolDown, policy.MaxPerWeek) = (
            Grace,
            "0",
            TimeSpan.FromHours(1),
            7
        );
        (policy.QuietFrom, policy.QuietTo, policy.Days) = (default, default, SendingDays.All);
        policy.OnSince = TimeProvider.System.GetUtcNow();
        policy.NextVersion();
        await db.SaveChangesAsync();
    }

    /// <summary>The users whom the policy may write to.</summary>
    public static IQueryable<SnapTradeUser> Reachable(DashboardDbContext db) =>
        db.SnapTradeUsers.Where(u =>
            u.Email != null && u.ProtectedSecret != null && u.SecretRefusedAt == null && u.OptedOutAt == null
        );

    private static IQueryable<OutageConnection> HealthyOf(DashboardDbContext db, string brokerage) =>
        db
            .Connections.Where(c => c.BrokerageId == brokerage && c.Health == Health.Healthy)
            .OrderBy(c => c.Id)
            .Select(c => new OutageConnection(c.Id, c.UserId));

    private static Task<List<WatchedRow>> WatchedAsync(DashboardDbContext db) =>
        (
            from connection in db.Connections
            where connection.Health == Health.Disabled
            orderby connection.Since, connection.Id
            join user in db.SnapTradeUsers on connection.UserId equals user.Id
            select new WatchedRow(connection.Id, user.Id)
        )
            .Take(WatchedRows)
            .ToListAsync();

    private static Task<List<OutageConnection>> ControlsAsync(DashboardDbContext db, List<string> dying) =>
        (
            from connection in db.Connections
            where connection.Health == Health.Healthy && !dying.Contains(connection.BrokerageId!)
            join user in Reachable(db) on connection.UserId equals user.Id
            where
                !db.Emails.Any(e => e.UserId == user.Id)
                && db.Connections.Count(c => c.UserId == user.Id) == 1
            select new OutageConnection(connection.Id, user.Id)
        )
            .Take(ControlCount)
            .ToListAsync();
}
