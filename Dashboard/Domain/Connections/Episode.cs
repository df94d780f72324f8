using Dashboard.Domain.Events;

namespace Dashboard.Domain.Connections;

/// <summary>How an episode ended.</summary>
public enum EpisodeOutcome
{
    Repaired = 1,
    Deleted = 2,
}

/// <summary>One stretch of a connection being disabled, from break to repair or deletion.</summary>
public sealed class Episode
{
    public required string ConnectionId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while the connection is still disabled.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
    public EpisodeOutcome? Outcome { get; private set; }

    public static Episode Open(string connectionId, DateTimeOffset startedAt) =>
        new() { ConnectionId = connectionId, StartedAt = startedAt };

    public void End(DateTimeOffset at, EpisodeOutcome outcome)
    {
        EndedAt = at;
        Outcome = outcome;
    }

    /// <summary>Whether the connection was disabled at that time.</summary>
    public bool Covers(DateTimeOffset at) => StartedAt <= at && (EndedAt is not { } end || at <= end);

    /// <summary>Receives the changes of episodes from each step of the projection.</summary>
    public static void Record(
        List<Episode> episodes,
        string connectionId,
        HealthState before,
        HealthState after
    )
    {
        var wasOpen = before.Health == Health.Disabled;
        var isOpen = after.Health == Health.Disabled;
        if (wasOpen && isOpen && before.Since != after.Since)
            episodes[^1] = Open(connectionId, after.Since!.Value);
        else if (!wasOpen && isOpen)
            episodes.Add(Open(connectionId, after.Since!.Value));
        else if (wasOpen && !isOpen)
            episodes[^1].End(after.Since!.Value, OutcomeOf(after));
    }

    private static EpisodeOutcome OutcomeOf(HealthState after) =>
        after.Health == Health.Deleted ? EpisodeOutcome.Deleted : EpisodeOutcome.Repaired;
}
