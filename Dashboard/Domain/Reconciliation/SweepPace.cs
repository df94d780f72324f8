namespace Dashboard.Domain.Reconciliation;

/// <summary>
/// How fast a pass goes, and so when it will be done: what the budget lets through, or less where the last
/// minutes say so, because SnapTrade answers slowly or people's own calls come first.
/// </summary>
public sealed class SweepPace
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    // Shorter, and the calls that a fresh budget lets through at once would be taken for the pace.
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(1);
    private readonly Queue<(DateTimeOffset At, int Users)> _rounds = new();
    private DateTimeOffset? _since;

    /// <summary>Forgets everything, as when nothing was to do for a while.</summary>
    public void Begin(DateTimeOffset now)
    {
        _rounds.Clear();
        _since = now;
    }

    /// <summary>Takes note of a round that has just ended.</summary>
    public void Note(DateTimeOffset now, int users)
    {
        _since ??= now;
        _rounds.Enqueue((now, users));
        while (_rounds.Peek().At <= now - Memory)
            _since = _rounds.Dequeue().At;
    }

    /// <summary>Users a minute to expect.</summary>
    /// <param name="now">The time the last round ended, or later.</param>
    /// <param name="budget">How many calls a minute the budget lets through.</param>
    public double PerMinute(DateTimeOffset now, double budget)
    {
        if (_since is not { } start || now - start < Enough)
            return budget;
        return Math.Min(budget, _rounds.Sum(r => r.Users) / (now - start).TotalMinutes);
    }

    /// <summary>How long so many users take; null when nothing moves.</summary>
    public static TimeSpan? TimeFor(long users, double perMinute) =>
        users <= 0 ? TimeSpan.Zero
        : perMinute > 0 && users / perMinute < TimeSpan.MaxValue.TotalMinutes / 2
            ? TimeSpan.FromMinutes(users / perMinute)
        : null;
}
