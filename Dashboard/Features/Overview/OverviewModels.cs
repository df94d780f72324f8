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

    /// <summary>By UTC hours, of a little more than 30 days.</summary>
    public IReadOnlyList<HourCount> Hours { get; init; } = [];

    /// <summary>How many more are disabled than a week ago, by brokerage id.</summary>
    public IReadOnlyDictionary<string, int> WeekTrend { get; init; } = new Dictionary<string, int>();

    /// <summary>The last 30 days and the 30 before; null while they are computed.</summary>
    public OutcomeComparison? Month { get; init; }
    public OutcomeComparison? Week { get; init; }

    /// <summary>The oldest breaks whose customers nobody contacted.</summary>
    public IReadOnlyList<StreamItem> OldestUncontacted { get; init; } = [];
    public Decisions Decisions { get; init; } = new(0, 0, 0);
    public Workings Workings { get; init; } = new(null, null, null, 0, null, 0);
}

/// <param name="Count">In the last 24 hours.</param>
/// <param name="Usual">See <see cref="UsualFigure"/>; null without a history.</param>
public sealed record RecentCount(int Count, double? Usual);

public sealed record HourCount(DateTimeOffset Hour, int Broke, int Repaired);

/// <summary>What waits for an admin.</summary>
/// <param name="Duplicates">Disabled connections that were probably connected again.</param>
/// <param name="RefusedSecrets">Users whose secret SnapTrade refuses.</param>
/// <param name="FailedEmails">In the last seven days.</param>
public sealed record Decisions(long Duplicates, long RefusedSecrets, long FailedEmails)
{
    public bool IsEmpty => Duplicates + RefusedSecrets + FailedEmails == 0;
}

/// <summary>What tells whether everything works.</summary>
/// <param name="LastEventAt">When the last webhook was accepted.</param>
/// <param name="CheckedAt">When the last full check ended.</param>
/// <param name="CheckTrouble">What kept that check from comparing all users.</param>
/// <param name="QueuedEmails">E-mails that are due.</param>
/// <param name="OldestQueuedAt">When the oldest of them was due.</param>
/// <param name="Silent">Healthy connections whose usual data does not arrive.</param>
public sealed record Workings(
    DateTimeOffset? LastEventAt,
    DateTimeOffset? CheckedAt,
    string? CheckTrouble,
    long QueuedEmails,
    DateTimeOffset? OldestQueuedAt,
    long Silent
);
