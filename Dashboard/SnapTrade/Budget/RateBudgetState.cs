namespace Dashboard.SnapTrade;

/// <summary>How the rate budget of this node stands, for people to look at.</summary>
public sealed record RateBudgetState
{
    /// <summary>Calls a rolling minute: the configured limit, or SnapTrade's own when that is lower.</summary>
    public required int Limit { get; init; }

    /// <summary>Calls of this node that count at present, those in flight included.</summary>
    public required int UsedInLastMinute { get; init; }

    /// <summary>Calls of other nodes and systems that SnapTrade counts at present, as its headers tell.</summary>
    public required int UsedByOthers { get; init; }

    /// <summary>Verifications and background calls that wait for their turn.</summary>
    public required int Waiting { get; init; }

    /// <summary>Until when SnapTrade asked for silence; null when it did not.</summary>
    public required DateTimeOffset? PausedUntil { get; init; }

    /// <summary>How much rarer background calls are for now: 1 at full speed, 2 at half speed, 64 at most.</summary>
    public required double SlowedBy { get; init; }

    /// <summary>How many background calls a minute go through at present.</summary>
    public required double BackgroundPerMinute { get; init; }
}
