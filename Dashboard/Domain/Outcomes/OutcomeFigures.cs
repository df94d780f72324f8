using Dashboard.Domain.Reconnect;

namespace Dashboard.Domain.Outcomes;

/// <summary>The figures of a cohort: the episodes that began in a period. Shares are 0 to 1, what does not exist is null.</summary>
/// <param name="From">The period's start.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="AsOf">The moment the figures are for: an open episode is known up to here.</param>
public sealed record OutcomeFigures(DateTimeOffset From, DateTimeOffset To, DateTimeOffset AsOf)
{
    public int Episodes { get; init; }
    public int Repaired { get; init; }
    public int Deleted { get; init; }
    public int Open { get; init; }

    /// <summary>Of the open ones, those whose customer was never contacted.</summary>
    public int NeverContacted { get; init; }
    public RepairTimes Times { get; init; } = new(null, null, null, null, null);

    /// <summary>The curve at the times of <see cref="CurveGrid"/>; empty when there are too few episodes.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>The episodes themselves, when there are too few for a curve.</summary>
    public IReadOnlyList<ShownEpisode> Few { get; init; } = [];
    public IReadOnlyList<StageTime> Stages { get; init; } = [];
    public IReadOnlyList<FunnelStep> Funnel { get; init; } = [];

    /// <summary>Repaired without a start of one of our links.</summary>
    public int RepairedWithoutUs { get; init; }
    public int ConnectedAgain { get; init; }
    public IReadOnlyList<ErrorCount> Errors { get; init; } = [];
    public IReadOnlyList<BrokerageOutcome> ByBrokerage { get; init; } = [];
    public IReadOnlyList<ChannelOutcome> ByChannel { get; init; } = [];
    public IReadOnlyList<OperatorOutcome> ByOperator { get; init; } = [];
    public IReadOnlyList<RepeatBreaker> RepeatBreakers { get; init; } = [];
}

/// <summary>How long repairs take.</summary>
/// <param name="MedianSeconds">Half are repaired within this time.</param>
/// <param name="P90Seconds">90 % are repaired within this time.</param>
/// <param name="Day1">The share repaired in a day, as far as is known; null without episodes. The same for a week and 30 days.</param>
public sealed record RepairTimes(
    int? MedianSeconds,
    int? P90Seconds,
    double? Day1,
    double? Day7,
    double? Day30
);

/// <summary>An episode in a list of few.</summary>
public sealed record ShownEpisode(
    string ConnectionId,
    DateTimeOffset StartedAt,
    int Lasted,
    bool? IsRepaired
);

/// <summary>Half of the episodes that reached a step reach the next within this time.</summary>
public sealed record StageTime(OutcomeStep From, OutcomeStep To, int? MedianSeconds);

/// <param name="Count">Episodes that reached the step or a later one.</param>
/// <param name="MedianSeconds">How long half of those at the step before wait for it.</param>
/// <param name="Lost">Of those, the ones that did not reach the next step and were not repaired without us.</param>
public sealed record FunnelStep(OutcomeStep Step, int Count, int? MedianSeconds, int Lost = 0);

/// <param name="Episodes">In how many episodes it occurred.</param>
public sealed record ErrorCount(PortalError Error, int Episodes);

public sealed record BrokerageOutcome(
    string? BrokerageId,
    int Episodes,
    int Open,
    int? MedianSeconds,
    double? RepairedIn7Days,
    ErrorCount? MostFrequentError
);

/// <param name="Contacted">Episodes in which the customer was contacted this way.</param>
/// <param name="Started">Episodes whose last started link was of this channel.</param>
/// <param name="Repaired">Of those, the repaired ones.</param>
public sealed record ChannelOutcome(
    LinkOrigin Channel,
    int Contacted,
    int Started,
    int Repaired,
    int? MedianSeconds
);

public sealed record OperatorOutcome(string Operator, int Started, int Repaired, int? MedianSeconds);

/// <summary>A connection that broke several times in the period.</summary>
public sealed record RepeatBreaker(string ConnectionId, int Breaks);
