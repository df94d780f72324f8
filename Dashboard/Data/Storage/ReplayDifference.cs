using System.Globalization;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;

namespace Dashboard.Data.Storage;

/// <summary>Something that is stored otherwise than the stored events say.</summary>
/// <param name="Field">"Health", "Since", "Break of 2026-11-20T12:00:00Z".</param>
public sealed record ReplayDifference(string ConnectionId, string Field, string Stored, string Replayed)
{
    private const string Nothing = "none";

    internal static List<ReplayDifference> Of(
        IEnumerable<ConnectionUnit> units,
        IEnumerable<Refolding.CorrectedEffect> effects
    )
    {
        var byConnection = effects.ToLookup(e => e.ConnectionId, StringComparer.Ordinal);
        return
        [
            .. units.SelectMany(u =>
                (IEnumerable<ReplayDifference>)
                    [
                        .. Fields(u),
                        .. Episodes(u),
                        .. byConnection[u.Connection.Id]
                            .Select(e => new ReplayDifference(
                                e.ConnectionId,
                                $"Effect of event {e.EventId}",
                                e.Stored.ToString(),
                                e.Effect.ToString()
                            )),
                    ]
            ),
        ];
    }

    private static IEnumerable<ReplayDifference> Fields(ConnectionUnit unit)
    {
        var (before, after) = (unit.Before!, unit.Connection);
        (string Field, string Stored, string Replayed)[] all =
        [
            ("Health", before.Health.ToString(), after.Health.ToString()),
            ("Since", Time(before.Since), Time(after.Since)),
            ("Awaiting verification", YesNo(before.AwaitingVerification), YesNo(after.AwaitingVerification)),
        ];
        return all.Where(f => f.Stored != f.Replayed)
            .Select(f => new ReplayDifference(after.Id, f.Field, f.Stored, f.Replayed));
    }

    private static IEnumerable<ReplayDifference> Episodes(ConnectionUnit unit)
    {
        var stored = unit.EpisodesBefore.ToDictionary(e => e.StartedAt);
        var replayed = unit.EpisodesAfter.ToDictionary(e => e.StartedAt);
        return stored
            .Keys.Union(replayed.Keys)
            .Order()
            .Select(at => new ReplayDifference(
                unit.Connection.Id,
                $"Break of {Time(at)}",
                Words(stored.GetValueOrDefault(at)),
                Words(replayed.GetValueOrDefault(at))
            ))
            .Where(d => d.Stored != d.Replayed);
    }

    private static string Words(Episode? episode) =>
        episode switch
        {
            null => Nothing,
            { EndedAt: { } end } => $"{episode.Outcome} {Time(end)}",
            _ => "open",
        };

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
