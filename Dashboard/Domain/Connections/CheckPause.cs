namespace Dashboard.Domain.Connections;

/// <summary>How long to wait before a check of a connection is tried again.</summary>
public static class CheckPause
{
    /// <summary>The maximum delay; a later date was set by a clock that was ahead.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Doubles from <paramref name="first"/> with each time, up to an hour.</summary>
    public static TimeSpan After(TimeSpan first, int times) =>
        TimeSpan.FromSeconds(
            Math.Min(Longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(times, 10) - 1))
        );
}
