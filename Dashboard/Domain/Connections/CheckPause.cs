namespace Dashboard.Domain.Connections;

/// <summary>How long to wait before a check of a connection is tried again.</summary>
internal static class CheckPause
{
    private const double MaxSeconds = 3600;

    /// <summary>Doubles from <paramref name="first"/> with each time, up to an hour.</summary>
    public static TimeSpan After(TimeSpan first, int times) =>
        TimeSpan.FromSeconds(Math.Min(MaxSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(times, 10) - 1)));
}
