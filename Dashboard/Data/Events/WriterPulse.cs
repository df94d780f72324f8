namespace Dashboard.Data.Events;

/// <summary>How long this node's commits of events take, and how many events wait. Noted once for each commit. Thread-safe.</summary>
public sealed class WriterPulse
{
    private const int Kept = 256;
    private readonly Lock _gate = new();
    private readonly TimeSpan[] _durations = new TimeSpan[Kept];
    private long _commits;
    private int _waiting;

    /// <summary>Events that waited when the last commit began.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Committed(TimeSpan duration, int waiting)
    {
        lock (_gate)
        {
            _durations[_commits++ % Kept] = duration;
            _waiting = waiting;
        }
    }

    /// <summary>99 of 100 of the last commits took no longer; null before the first.</summary>
    public TimeSpan? P99()
    {
        lock (_gate)
        {
            if (_commits == 0)
                return null;
            var sorted = _durations[..(int)Math.Min(_commits, Kept)];
            Array.Sort(sorted);
            return sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1];
        }
    }
}
