namespace Dashboard.Emails.Delivery;

/// <summary>
/// So many a minute and no more within any sixty seconds, spread evenly: what a late caller has missed can be
/// made up for, but not more than a second's worth.
/// </summary>
internal sealed class Rate(int perMinute)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _interval = Minute / perMinute;
    private readonly Queue<DateTimeOffset> _taken = new();

    // When the next would be due if all came at even intervals.
    private DateTimeOffset _due = DateTimeOffset.UnixEpoch;

    /// <summary>From when on the next may be taken.</summary>
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

    /// <summary>Nothing was taken within the last minute: a new one would do the same.</summary>
    public bool IsForgotten(DateTimeOffset now) => _taken.Count == 0 || _due + Minute < now;
}
