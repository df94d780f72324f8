namespace Dashboard.SnapTrade;

/// <summary>
/// The right to one call, counted until a minute after it ends. It ends with the first of
/// <see cref="Answered"/>, <see cref="Failed"/> and <see cref="Dispose"/>.
/// </summary>
public sealed class CallLease : IDisposable
{
    private readonly SnapTradeRateBudget _budget;
    private bool _ended;

    internal CallLease(SnapTradeRateBudget budget, CallPriority priority, long number) =>
        (_budget, Priority, Number) = (budget, priority, number);

    public CallPriority Priority { get; }

    /// <summary>Calls are numbered in the order in which they start.</summary>
    internal long Number { get; }

    /// <summary>SnapTrade answered, with whatever status, and may have reported its limit.</summary>
    internal void Answered(int status, RateLimit? said)
    {
        if (TryEnd())
            _budget.End(this, Outcome(status), said);
    }

    /// <summary>No answer came, in time or at all.</summary>
    internal void Failed()
    {
        if (TryEnd())
            _budget.End(this, CallOutcome.Failed, null);
    }

    /// <summary>Ends a call without a known result: its caller gave up.</summary>
    public void Dispose()
    {
        if (TryEnd())
            _budget.End(this, CallOutcome.Unknown, null);
    }

    private static CallOutcome Outcome(int status) =>
        status switch
        {
            429 => CallOutcome.Throttled,
            408 or >= 500 => CallOutcome.Failed,
            _ => CallOutcome.Succeeded,
        };

    private bool TryEnd() => !_ended && (_ended = true);
}

internal enum CallOutcome
{
    Unknown,
    Succeeded,
    Failed,
    Throttled,
}
