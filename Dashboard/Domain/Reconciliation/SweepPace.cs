namespace Dashboard.Domain.Reconciliation;

/// <summary>
/// Estimates the speed of a pass: what the budget allows, or less if the last minutes were slower, because SnapTrade answers
/// slowly or interactive calls come first.
/// </summary>
public sealed class SweepPace
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    // A shorter time would measure the burst that a fresh budget allows.
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(1);
    private readonly Queue<(DateTimeOffset At, int Users)> _rounds = new();
    private DateTimeOffset? _since;

    /// <summary>Starts over, as after a time without work.</summary>
    public void Begin(DateTimeOffset now)
    {
        _rounds.Clear();
        _since = now;
    }

    /// <summary>Records a round that has just ended.</summary>
    public void Note(DateTimeOffset now, int users)
    {
        _since ??= now;
        _rounds.Enqueue((now, users));
        while (_rounds.Peek().At <= now - Memory)
            _since = _rounds.Dequeue().At;
    }

    /// <summary>The expected users per minute.</summary>
    /// <param name="now">The time the last round ended, or later.</param>
    /// <param name="budget">Calls per minute that the budget allows.</param>
    public double PerMinute(DateTimeOffset now, double budget)
    {
        if (_since is not { } start || now - start < Enough)
            return budget;
        return Math.Min(budget, _rounds.Sum(r => r.Users) / (now - start).TotalMinutes);
    }

    /// <summary>How long a number of users takes; null when no progress is made.</summary>
    public static TimeSpan? TimeFor(long users, double perMinute) =>
        users <= 0 ? TimeSpan.Zero
        : perMinute > 0 && users / perMinute < TimeSpan.MaxValue.TotalMinutes / 2
            ? TimeSpan.FromMinutes(users / perMinute)
        : null;
}
