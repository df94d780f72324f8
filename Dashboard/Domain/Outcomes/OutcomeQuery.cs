using Dashboard.Domain.Reconnect;

namespace Dashboard.Domain.Outcomes;

/// <summary>Which episodes a cohort has.</summary>
/// <param name="From">The first moment at which they began.</param>
/// <param name="To">The end of the period, exclusive.</param>
public sealed record OutcomeQuery(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The longest period.</summary>
    public static readonly TimeSpan MaxPeriod = TimeSpan.FromDays(366);

    public string? BrokerageId { get; init; }
    public LinkOrigin? Channel { get; init; }
    public string? Operator { get; init; }

    /// <summary>The period of the same length before.</summary>
    public OutcomeQuery Before => this with { From = From - (To - From), To = From };

    /// <summary>Whether an episode that began in the period belongs to it.</summary>
    public bool Matches(EpisodeFacts episode) =>
        (BrokerageId is null || episode.BrokerageId == BrokerageId)
        && (Channel is null || episode.Channel == Channel)
        && (Operator is null || episode.Operator == Operator)
        && episode.StartedAt >= From
        && episode.StartedAt < To;
}
