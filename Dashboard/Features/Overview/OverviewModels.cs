using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;

namespace Dashboard.Features.Overview;

/// <summary>What changes with each event: read once for the node.</summary>
/// <param name="Brokerages">Those with connections, the largest disabled share first.</param>
/// <param name="Stream">The latest changes of health, newest first.</param>
public sealed record OverviewNow(
    long Disabled,
    IReadOnlyList<BrokerageShare> Brokerages,
    IReadOnlyList<StreamItem> Stream
);

/// <param name="Id">Empty for connections whose brokerage is unknown.</param>
/// <param name="Slug">How addresses name it.</param>
/// <param name="All">Its connections that are not deleted.</param>
public sealed record BrokerageShare(
    string Id,
    string Slug,
    string Name,
    long Disabled,
    long All,
    DateTimeOffset? IncidentSince
)
{
    public double Share => All == 0 ? 0 : (double)Disabled / All;
}

/// <summary>A connection whose health changed.</summary>
/// <param name="BrokeAt">For a repair, when the connection broke; null when it was not broken before.</param>
public sealed record StreamItem(
    string ConnectionId,
    string UserId,
    string? UserName,
    string? Brokerage,
    Health Health,
    bool AwaitingVerification,
    DateTimeOffset At,
    DateTimeOffset? BrokeAt
)
{
    public string Who => UserName is { Length: > 0 } name ? name : UserId;
}

/// <summary>What changes slowly or takes longer to count: read by a timer, once for the node.</summary>
public sealed record OverviewFigures(DateTimeOffset AsOf)
{
    public long OverADay { get; init; }
    public long NeverContacted { get; init; }
    public RecentCount Broke { get; init; } = new(0, null);
    public RecentCount Repaired { get; init; } = new(0, null);

    /// <summary>How many more connections are disabled than 24 hours ago; negative for fewer.</summary>
    public long DisabledSinceYesterday { get; init; }

    /// <summary>By quarters of an hour, of a little more than 30 days.</summary>
    public IReadOnlyList<QuarterCount> Quarters { get; init; } = [];

    /// <summary>How many more are disabled than a week ago, by brokerage id.</summary>
    public IReadOnlyDictionary<string, int> WeekTrend { get; init; } = new Dictionary<string, int>();

    /// <summary>The last 30 days and the 30 before; null while they are computed.</summary>
    public OutcomeComparison? Month { get; init; }
    public OutcomeComparison? Week { get; init; }

    /// <summary>The oldest breaks whose customers nobody contacted.</summary>
    public IReadOnlyList<StreamItem> OldestUncontacted { get; init; } = [];
    public Decisions Decisions { get; init; } = Decisions.None;

    /// <summary>Healthy connections whose usual data does not arrive.</summary>
    public long Silent { get; init; }
}

/// <param name="Count">In the last 24 hours.</param>
/// <param name="Usual">See <see cref="UsualFigure"/>; null without a history.</param>
public sealed record RecentCount(int Count, double? Usual);

/// <param name="At">When the quarter of an hour begins.</param>
public sealed record QuarterCount(DateTimeOffset At, int Broke, int Repaired);

/// <summary>What waits for an admin.</summary>
/// <param name="Incidents">Open ones, which hold e-mails until they end.</param>
/// <param name="Duplicates">Disabled connections that were probably connected again.</param>
/// <param name="RefusedSecrets">Users whose secret SnapTrade refuses.</param>
/// <param name="FailedEmails">Created since <paramref name="FailedSince"/>.</param>
/// <param name="FailedSince">Seven days ago.</param>
public sealed record Decisions(
    long Incidents,
    long Duplicates,
    long RefusedSecrets,
    long FailedEmails,
    DateTimeOffset FailedSince
)
{
    public static readonly Decisions None = new(0, 0, 0, 0, default);

    public bool IsEmpty => Incidents + Duplicates + RefusedSecrets + FailedEmails == 0;
}
