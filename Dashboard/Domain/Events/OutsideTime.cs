namespace Dashboard.Domain.Events;

/// <summary>
/// Validates times from other systems: of events, responses and connections. Later events must be able to correct a wrong
/// time, so a time that is too far ahead counts as now.
/// </summary>
public static class OutsideTime
{
    /// <summary>The maximum clock skew ahead of our clock.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How far behind a clock can be. SnapTrade refuses requests of clocks that differ by minutes, so a date that is further
    /// behind does not come from a clock, but from a cache or a placeholder.
    /// </summary>
    public static readonly TimeSpan MaxBehind = TimeSpan.FromHours(1);

    // SnapTrade began later; anything before it is a placeholder.
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool IsAhead(DateTimeOffset at, DateTimeOffset now) => at - now > MaxAhead;

    /// <summary>Whether a clock may show it: neither too far ahead nor too far behind.</summary>
    public static bool IsOfClock(DateTimeOffset at, DateTimeOffset now) =>
        !IsAhead(at, now) && now - at <= MaxBehind;

    public static bool IsPlaceholder(DateTimeOffset at) => at < Earliest;

    /// <summary>The time itself, or now when it is too far ahead.</summary>
    public static DateTimeOffset NoLaterThan(DateTimeOffset now, DateTimeOffset at) =>
        IsAhead(at, now) ? now : at;

    /// <summary>The time itself, or now when it is impossible: too far ahead or a placeholder.</summary>
    public static DateTimeOffset PlausibleOrNow(DateTimeOffset at, DateTimeOffset now) =>
        Plausible(at, now) ?? now;

    /// <summary>A date that is only informative; null when it is impossible.</summary>
    public static DateTimeOffset? Plausible(DateTimeOffset? at, DateTimeOffset now) =>
        at is { } given && !IsPlaceholder(given) && !IsAhead(given, now) ? given : null;
}
