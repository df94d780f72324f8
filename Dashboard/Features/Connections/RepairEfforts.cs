using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>What was tried to repair a connection since it broke.</summary>
internal sealed record RepairEfforts(AttemptFacts? Attempt, DateTimeOffset? PortalLinkAt)
{
    // Enough for a page of connections with a few attempts each.
    private const int MaxRead = 2000;
    private static readonly string[] Types =
    [
        EventTypes.ConnectionAttempted,
        EventTypes.PortalReturned,
        EventTypes.PortalLinkCreated,
    ];

    /// <summary>By connection id; connections that work or without an attempt are left out.</summary>
    public static async Task<Dictionary<string, RepairEfforts>> LoadAsync(
        DashboardDbContext db,
        IEnumerable<ConnectionRow> rows,
        CancellationToken cancellationToken
    )
    {
        var since = rows.Where(r => r.Health == Health.Disabled)
            .ToDictionary(r => r.Id, r => r.Since, StringComparer.Ordinal);
        if (since.Count == 0)
            return [];
        var from = ReconnectLink.EarliestFor(since.Values.Min());
        var found = await Query(db, [.. since.Keys], from).ToListAsync(cancellationToken);
        return found
            .Where(e => IsSince(e, since[e.ConnectionId]))
            .GroupBy(e => e.ConnectionId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, Of, StringComparer.Ordinal);
    }

    internal static IQueryable<Effort> Query(DashboardDbContext db, List<string> ids, DateTimeOffset from) =>
        db
            .Events.AsNoTracking()
            .Where(e => e.ConnectionId != null && ids.Contains(e.ConnectionId))
            // An expression, for which there is no index: otherwise SQLite reads all attempts since the oldest break.
            .Where(e => e.OccurredAt >= from && Types.Contains(e.Type + ""))
            .OrderByDescending(e => e.OccurredAt)
            .Select(e => new Effort(e.ConnectionId!, e.Type, e.AttemptResult, e.OccurredAt))
            .Take(MaxRead);

    // Portal links have the time of our clock. An attempt just before the break was not made because of it.
    private static bool IsSince(Effort effort, DateTimeOffset brokenAt) =>
        effort.At
        >= (effort.Type == EventTypes.PortalLinkCreated ? ReconnectLink.EarliestFor(brokenAt) : brokenAt);

    private static RepairEfforts Of(IEnumerable<Effort> newestFirst)
    {
        var byKind = newestFirst.ToLookup(e => e.Type == EventTypes.PortalLinkCreated);
        var attempts = byKind[false].ToList();
        return new RepairEfforts(
            attempts is [var latest, ..]
                ? new AttemptFacts(latest.Result, latest.At, InARow(attempts))
                : null,
            byKind[true].FirstOrDefault()?.At
        );
    }

    // The portal's redirect and SnapTrade's webhook report the same attempt: count one of them.
    private static int InARow(List<Effort> newestFirst) =>
        newestFirst
            .Where(e => e.Type == newestFirst[0].Type)
            .TakeWhile(e => e.Result == newestFirst[0].Result)
            .Count();

    internal sealed record Effort(string ConnectionId, string Type, string? Result, DateTimeOffset At);
}
