namespace Dashboard.Emails.Delivery;

/// <summary>
/// A rate limit for any sixty seconds, spread evenly. A late caller may catch up by one second's worth at most.
/// Not thread-safe.
/// </summary>
internal sealed class Rate(int perMinute)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _interval = Minute / perMinute;
    private readonly Queue<DateTimeOffset> _taken = new();

    // When the next would be due at even intervals.
    private DateTimeOffset _due = DateTimeOffset.UnixEpoch;

    /// <summary>When the next may be taken.</summary>
    public DateTimeOffset FreeAt
    {
        get
        {
            var evenly = _due - Lag;
            return _taken.Count == perMinute && _taken.Peek() + Minute > evenly
                ? _taken.Peek() + Minute
                : evenly;
        }
    }

    /// <param name="at">Not before the one taken last.</param>
    public void Take(DateTimeOffset at)
    {
        _due = (_due > at ? _due : at) + _interval;
        if (_taken.Count == perMinute)
            _taken.Dequeue();
        _taken.Enqueue(at);
    }

    /// <summary>Whether nothing was taken within the last minute, so that a new instance behaves the same.</summary>
    public bool IsIdle(DateTimeOffset now) => _taken.Count == 0 || _due + Minute < now;
}
