using Dashboard.Domain.Emails;

namespace Dashboard.Features.Policy;

/// <summary>
/// What the node last read for simulations, if it was much: reading a hundred thousand breaks takes seconds, and each open page
/// would keep megabytes. It is forgotten after <see cref="MaxAge"/>.
/// </summary>
internal sealed class RecentHistory : IDisposable
{
    /// <summary>How old a kept history may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>The history of fewer breaks is read for each page: it takes a moment.</summary>
    public const int FewestBreaks = 5_000;

    private readonly TimeProvider _time;
    private readonly ITimer _expiry;
    private volatile SimulationHistory? _kept;

    public RecentHistory(TimeProvider time)
    {
        _time = time;
        _expiry = time.CreateTimer(
            _ => _kept = null,
            state: null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Null when none is kept.</summary>
    public SimulationHistory? Find() => _kept;

    /// <param name="history">As it was at its end.</param>
    /// <param name="breaks">How many it has.</param>
    public void Keep(SimulationHistory history, int breaks)
    {
        var left = history.To + MaxAge - _time.GetUtcNow();
        if (breaks < FewestBreaks || left <= TimeSpan.Zero)
            return;
        _kept = history;
        _expiry.Change(left, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _expiry.Dispose();
}
