namespace Dashboard.Emails.Delivery;

/// <summary>Delays between attempts: one minute at first, doubling up to an hour, for one day.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    /// <summary>The delay after a number of attempts; null when the day is over.</summary>
    /// <param name="attempts">At least 1.</param>
    /// <param name="chance">From 0 to 1; varies the delay by up to 20 % either way, so that failures are not retried all at once.</param>
    public static TimeSpan? After(int attempts, double chance)
    {
        var sinceFirst = TimeSpan.Zero;
        for (var i = 1; i <= attempts && sinceFirst <= MaxAge; i++)
            sinceFirst += Wait(i);
        return sinceFirst > MaxAge ? null : Wait(attempts) * (0.8 + 0.4 * chance);
    }

    private static TimeSpan Wait(int attempts)
    {
        var doubled = First * Math.Pow(2, Math.Min(attempts, 10) - 1);
        return doubled < MaxWait ? doubled : MaxWait;
    }
}
