namespace Dashboard.Emails.Delivery;

/// <summary>When an e-mail that was not taken is tried again: after a minute, then longer each time up to an hour, for a day.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Most = TimeSpan.FromDays(1);

    /// <summary>How long to wait after so many attempts; null when the day is over.</summary>
    /// <param name="attempts">At least 1.</param>
    /// <param name="chance">From 0 to 1: spreads those that failed together over a fifth more or less.</param>
    public static TimeSpan? After(int attempts, double chance)
    {
        var sinceFirst = TimeSpan.Zero;
        for (var i = 1; i <= attempts && sinceFirst <= Most; i++)
            sinceFirst += Wait(i);
        return sinceFirst > Most ? null : Wait(attempts) * (0.8 + 0.4 * chance);
    }

    private static TimeSpan Wait(int attempts)
    {
        var doubled = First * Math.Pow(2, Math.Min(attempts, 10) - 1);
        return doubled < Longest ? doubled : Longest;
    }
}
