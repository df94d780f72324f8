using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Timelines;

/// <summary>Adds to repairs when the connection broke and which link led to the repair.</summary>
internal static class RepairCredits
{
    public static async Task<IReadOnlyList<TimelineEntry>> AddAsync(
        DashboardDbContext db,
        string connectionId,
        List<TimelineEntry> newestFirst,
        CancellationToken cancellationToken
    )
    {
        if (!newestFirst.Exists(IsRepair))
            return newestFirst;
        var (oldest, newest) = (newestFirst[^1].Event.OccurredAt, newestFirst[0].Event.OccurredAt);
        var episodes = await db
            .Episodes.AsNoTracking()
            .Where(e => e.ConnectionId == connectionId && e.EndedAt >= oldest && e.EndedAt <= newest)
            .ToListAsync(cancellationToken);
        var links = await db
            .ReconnectLinks.AsNoTracking()
            .Where(l => l.ConnectionId == connectionId && l.StartedAt != null)
            .ToListAsync(cancellationToken);
        var began = episodes.ToLookup(e => e.EndedAt, e => (DateTimeOffset?)e.StartedAt);
        var credits = CreditsOf(links, episodes);
        return [.. newestFirst.Select(entry => IsRepair(entry) ? WithCredit(entry) : entry)];

        TimelineEntry WithCredit(TimelineEntry entry) =>
            entry with
            {
                BrokeAt = began[entry.Event.OccurredAt].FirstOrDefault(),
                RepairedBy = credits.GetValueOrDefault(entry.Event.OccurredAt),
            };
    }

    private static bool IsRepair(TimelineEntry entry) => entry.Event.Effect == EventEffect.Repaired;

    // By the time of the repair; at most one link has the credit for it.
    private static Dictionary<DateTimeOffset, string> CreditsOf(
        List<ReconnectLink> links,
        List<Episode> episodes
    ) =>
        links
            .Select(link => (Link: link, Outcome: LinkOutcome.Of(LinkTrace.Of(link, links), episodes)))
            .Where(found => found.Outcome.IsByLink)
            .ToDictionary(
                found => found.Outcome.RepairedAt!.Value,
                found =>
                    found.Link.EmailId is null
                        ? $"By the link from {Bidi.Isolate(found.Link.CreatedBy)}"
                        : $"By the link e-mailed by {Bidi.Isolate(found.Link.CreatedBy)}"
            );
}
