using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconciliation;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>
/// The order in which a pass checks users: those with a connection that awaits a check, then those with a healthy one without
/// its usual data, which may be a break that was missed, then those with a disabled one, the longest first, then those checked longest ago, then those whose secret was written off. Its fields only save repeated queries; the state is in the
/// database.
/// </summary>
internal sealed class SweepQueue(SweepPass pass)
{
    // How many connections are read at once to find users that are still to be checked.
    private const int Page = 200;
    private readonly Walk _silent = new(SilentAfter);
    private readonly Walk _broken = new(BrokenAfter);

    public long PassId => pass.Id;

    /// <summary>Users whose connections can be checked.</summary>
    public static IQueryable<SnapTradeUser> Askable(DashboardDbContext db) =>
        db.SnapTradeUsers.AsNoTracking().Where(u => u.ProtectedSecret != null && u.SecretRefusedAt == null);

    /// <summary>
    /// Users whose secret was written off and that the full pass has yet to ask again, once: a wrong key pair may have been
    /// at fault, or SnapTrade itself.
    /// </summary>
    public static IQueryable<string> WrittenOff(DashboardDbContext db, SweepPass pass, int count) =>
        db
            .SnapTradeUsers.AsNoTracking()
            .Where(u => u.SecretRefusedAt != null && u.ProtectedSecret != null)
            .Where(u => u.CheckTriedAt == null || u.CheckTriedAt < pass.StartedAt)
            .OrderBy(u => u.Id)
            .Select(u => u.Id)
            .Take(pass.Scope == PassScope.All ? count : 0);

    /// <summary>Users that the pass has yet to check.</summary>
    public static IQueryable<SnapTradeUser> StillToAsk(DashboardDbContext db, SweepPass pass) =>
        InScope(db, pass).Where(u => u.CheckTriedAt == null || u.CheckTriedAt < pass.StartedAt);

    /// <summary>Users checked since the pass began, by it or on request.</summary>
    public static IQueryable<SnapTradeUser> Asked(DashboardDbContext db, SweepPass pass) =>
        InScope(db, pass).Where(u => u.CheckTriedAt >= pass.StartedAt);

    /// <returns>At most <paramref name="count"/> ids of users of equal priority; none: the pass is complete.</returns>
    public async Task<List<string>> NextAsync(
        DashboardDbContext db,
        int count,
        CancellationToken cancellationToken
    )
    {
        var next = await AmongAsync(db, Awaiting(db), count, cancellationToken);
        foreach (var walk in (Walk[])[_silent, _broken])
            while (next.Count == 0 && !walk.IsOver)
                next = await AmongAsync(db, walk, count, cancellationToken);
        if (next.Count == 0)
            next = await Longest(db, pass, count).ToListAsync(cancellationToken);
        return next.Count > 0 ? next : await WrittenOff(db, pass, count).ToListAsync(cancellationToken);
    }

    internal static IQueryable<string> Awaiting(DashboardDbContext db) =>
        db
            .Connections.Where(c => c.AwaitingVerification)
            .Where(c => Askable(db).Any(u => u.Id == c.UserId))
            .OrderBy(c => c.VerifyAfter)
            .Select(c => c.UserId)
            .Take(Page);

    internal static IQueryable<Place> SilentAfter(DashboardDbContext db, Place? last)
    {
        // Without a condition on the health, which would make SQLite read all healthy ones.
        var silent = db.Connections.Where(c => c.SilentSince != null);
        if (last is var (_, since, id))
            silent = silent.Where(c =>
                c.SilentSince >= since && (c.SilentSince > since || string.Compare(c.Id, id) > 0)
            );
        return silent
            .OrderBy(c => c.SilentSince)
            .ThenBy(c => c.Id)
            .Select(c => new Place(c.UserId, c.SilentSince!.Value, c.Id))
            .Take(Page);
    }

    internal static IQueryable<Place> BrokenAfter(DashboardDbContext db, Place? last)
    {
        var broken = db.Connections.Where(c => c.Health == Health.Disabled);
        if (last is var (_, since, id))
            broken = broken.Where(c => c.Since >= since && (c.Since > since || string.Compare(c.Id, id) > 0));
        return broken
            .OrderBy(c => c.Since)
            .ThenBy(c => c.Id)
            .Select(c => new Place(c.UserId, c.Since, c.Id))
            .Take(Page);
    }

    internal static IQueryable<string> Longest(DashboardDbContext db, SweepPass pass, int count) =>
        StillToAsk(db, pass).OrderBy(u => u.CheckTriedAt).ThenBy(u => u.Id).Select(u => u.Id).Take(count);

    private static IQueryable<SnapTradeUser> InScope(DashboardDbContext db, SweepPass pass) =>
        pass.Scope == PassScope.All
            ? Askable(db)
            : Askable(db)
                .Where(u =>
                    db.Connections.Any(c =>
                        c.UserId == u.Id && c.BrokerageId == pass.BrokerageId && c.Health != Health.Deleted
                    )
                );

    // A page is read again until no user of it is left.
    private async Task<List<string>> AmongAsync(
        DashboardDbContext db,
        Walk walk,
        int count,
        CancellationToken cancellationToken
    )
    {
        var page = await walk.After(db, walk.Last).ToListAsync(cancellationToken);
        var left = await LeftOfAsync(db, page.ConvertAll(b => b.UserId), cancellationToken);
        if (left.Count == 0)
            (walk.Last, walk.IsOver) = (page.LastOrDefault() ?? walk.Last, page.Count < Page);
        return [.. left.Take(count)];
    }

    private async Task<List<string>> AmongAsync(
        DashboardDbContext db,
        IQueryable<string> userIds,
        int count,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await LeftOfAsync(db, await userIds.ToListAsync(cancellationToken), cancellationToken)).Take(
                count
            ),
        ];

    /// <summary>The users that are still to be checked, in their order.</summary>
    private async Task<List<string>> LeftOfAsync(
        DashboardDbContext db,
        List<string> userIds,
        CancellationToken cancellationToken
    )
    {
        if (userIds.Count == 0)
            return [];
        var left = await StillToAsk(db, pass)
            .Where(u => userIds.Contains(u.Id))
            .Select(u => u.Id)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
        return [.. userIds.Distinct(StringComparer.Ordinal).Where(left.Contains)];
    }

    /// <summary>A connection's user, and its place in an order by time.</summary>
    internal sealed record Place(string UserId, DateTimeOffset Since, string Id);

    /// <summary>How far the users of an order were looked at.</summary>
    private sealed class Walk(Func<DashboardDbContext, Place?, IQueryable<Place>> after)
    {
        public Func<DashboardDbContext, Place?, IQueryable<Place>> After => after;
        public Place? Last { get; set; }
        public bool IsOver { get; set; }
    }
}
