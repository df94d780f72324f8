using Dashboard.Domain.Reconnect;

namespace Dashboard.Domain.Outcomes;

/// <summary>Which episodes of a cohort a figure counts.</summary>
/// <param name="Part">The part of the cohort.</param>
public sealed record CohortSelection(CohortPart Part)
{
    public static readonly CohortSelection All = new(CohortPart.All);

    /// <summary>Only those during which an attempt at the portal had this error.</summary>
    public PortalError? Error { get; init; }

    /// <summary>Only those whose customer was contacted in this way, among others.</summary>
    public LinkOrigin? Contact { get; init; }

    public bool Includes(EpisodeFacts episode) =>
        Part.Includes(episode)
        && (Error is not { } error || episode.Errors.Contains(error))
        && (Contact is not { } contact || episode.IsContactedBy(contact));
}
