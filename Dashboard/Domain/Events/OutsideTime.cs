namespace Dashboard.Domain.Events;

/// <summary>
/// Times that others tell: of events, of answers, of connections. A wrong one must never become a truth that later
/// events can't correct, so what lies too far ahead counts as now.
/// </summary>
public static class OutsideTime
{
    /// <summary>How far ahead of ours a clock may be that is believed.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(2);

    // SnapTrade began later; anything before it is a placeholder.
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool IsAhead(DateTimeOffset at, DateTimeOffset now) => at - now > MaxAhead;

    /// <summary>The time itself, or now when it lies too far ahead.</summary>
    public static DateTimeOffset NoLaterThan(DateTimeOffset now, DateTimeOffset at) =>
        IsAhead(at, now) ? now : at;

    /// <summary>A date that only describes something; null when it can't be true.</summary>
    public static DateTimeOffset? Plausible(DateTimeOffset? at, DateTimeOffset now) =>
        at < Earliest || (at is { } given && IsAhead(given, now)) ? null : at;
}
