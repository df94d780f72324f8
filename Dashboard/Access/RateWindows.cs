namespace Dashboard.Access;

/// <summary>The state of a caller in the current window.</summary>
/// <param name="Reset">Time until the whole limit is available again.</param>
internal readonly record struct RateStanding(bool IsAllowed, int Limit, int Remaining, TimeSpan Reset);

/// <summary>
/// Counts requests in windows of one minute that begin with a caller's first request. The framework's limiters
/// don't expose the end of the window, which responses report.
/// </summary>
internal sealed class RateWindows(int limit, TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    /// <summary>Further callers share one window, so that many callers can't fill the memory.</summary>
    public const int MaxCallers = 10_000;
    private const string Everybody = "";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);
    private long _lastSweep = time.GetTimestamp();

    public RateStanding Take(string caller)
    {
        lock (_gate)
        {
            var window = Find(caller);
            var isAllowed = window.Count < limit;
            if (isAllowed)
                window.Count++;
            return new(isAllowed, limit, limit - window.Count, Length - time.GetElapsedTime(window.Start));
        }
    }

    private Window Find(string caller)
    {
        if (_windows.TryGetValue(caller, out var window) && !IsOver(window))
            return window;
        if (window is null && _windows.Count >= MaxCallers)
        {
            Sweep();
            if (_windows.Count >= MaxCallers && caller != Everybody)
                return Find(Everybody);
        }
        return _windows[caller] = new Window { Start = time.GetTimestamp() };
    }

    // At most once a second, so that many new callers don't each cause a sweep.
    private void Sweep()
    {
        if (time.GetElapsedTime(_lastSweep) < TimeSpan.FromSeconds(1))
            return;
        _lastSweep = time.GetTimestamp();
        foreach (var (caller, window) in _windows)
        {
            if (IsOver(window))
                _windows.Remove(caller);
        }
    }

    private bool IsOver(Window window) => time.GetElapsedTime(window.Start) >= Length;

    private sealed class Window
    {
        public required long Start { get; init; }
        public int Count { get; set; }
    }
}
