using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>How often a connection broke in the last 90 days, and how long repairs took.</summary>
/// <param name="Repairs">How many of the breaks were repaired.</param>
public sealed record RepairRecord(int Breaks, int Repairs, TimeSpan? MedianRepair)
{
    public static readonly TimeSpan Period = TimeSpan.FromDays(90);

    public static RepairRecord Of(IReadOnlyCollection<Episode> episodes)
    {
        var repairs = episodes
            .Where(e => e is { Outcome: EpisodeOutcome.Repaired, EndedAt: not null })
            .Select(e => e.EndedAt!.Value - e.StartedAt)
            .Order()
            .ToList();
        TimeSpan? median =
            repairs.Count == 0 ? null
            : repairs.Count % 2 == 1 ? repairs[repairs.Count / 2]
            : (repairs[(repairs.Count / 2) - 1] + repairs[repairs.Count / 2]) / 2;
        return new RepairRecord(episodes.Count, repairs.Count, median);
    }
}
