namespace Dashboard.SnapTrade;

/// <summary>The state of this node's rate budget, for display.</summary>
public sealed record RateBudgetState
{
    /// <summary>Calls a rolling minute: the configured limit, or SnapTrade's own when that is lower.</summary>
    public required int Limit { get; init; }

    /// <summary>Calls of this node that count at present, those in flight included.</summary>
    public required int UsedInLastMinute { get; init; }

    /// <summary>Calls of other nodes and systems that SnapTrade counts at present, according to its headers.</summary>
    public required int UsedByOthers { get; init; }

    /// <summary>Verifications and background calls that wait for their turn.</summary>
    public required int Waiting { get; init; }

    /// <summary>The end of the pause that SnapTrade asked for; null without one.</summary>
    public required DateTimeOffset? PausedUntil { get; init; }

    /// <summary>By which factor background calls are slowed down: 1 is full speed, 2 half speed; at most 64.</summary>
    public required double SlowedBy { get; init; }

    /// <summary>How many background calls a minute go through at present.</summary>
    public required double BackgroundPerMinute { get; init; }
}
