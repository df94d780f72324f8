using Dashboard.Domain.Emails;

namespace Dashboard.Features.Policy;

/// <summary>
/// What the node last read for simulations, if it was much, and what the last rules did with it: reading a hundred thousand breaks
/// takes seconds, simulating them a tenth of one, and each open page would keep megabytes. It is forgotten after
/// <see cref="MaxAge"/>.
/// </summary>
internal sealed class RecentHistory : IDisposable
{
    /// <summary>How old a kept history may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>The history of fewer breaks is read for each page: it takes a moment.</summary>
    public const int FewestBreaks = 5_000;

    private readonly TimeProvider _time;
    private readonly ITimer _expiry;
    private volatile Kept? _kept;

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
    public SimulationHistory? Find() => _kept?.History;

    /// <param name="history">As it was at its end.</param>
    /// <param name="breaks">How many it has.</param>
    public void Keep(SimulationHistory history, int breaks)
    {
        var left = history.To + MaxAge - _time.GetUtcNow();
        if (breaks < FewestBreaks || left <= TimeSpan.Zero)
            return;
        _kept = new Kept(history);
        _expiry.Change(left, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What rules would have done. Pages open with those in force, which are the same for all of them.</summary>
    /// <exception cref="OperationCanceledException"/>
    public SimulationResult Simulate(
        SimulationHistory history,
        SendingRules rules,
        CancellationToken cancellationToken
    )
    {
        var kept = _kept is { } found && found.History == history ? found : null;
        if (kept?.Last is { } last && last.Rules.IsLike(rules))
            return last.Result;
        var result = PolicySimulation.Run(history, rules, cancellationToken);
        if (kept is not null)
            kept.Last = new Simulated(rules, result);
        return result;
    }

    public void Dispose() => _expiry.Dispose();

    private sealed class Kept(SimulationHistory history)
    {
        private volatile Simulated? _last;

        public SimulationHistory History => history;

        public Simulated? Last
        {
            get => _last;
            set => _last = value;
        }
    }

    private sealed record Simulated(SendingRules Rules, SimulationResult Result);
}
