namespace Dashboard.Simulator.Control;

/// <summary>Trouble that tests and demonstrations ask for while the simulator runs. Safe for concurrent use.</summary>
public sealed class SimulatorFaults
{
    private readonly Lock _gate = new();
    private FaultState _state = new();
    private int _failuresLeft;
    private int _failureStatus;

    public FaultState Current
    {
        get
        {
            lock (_gate)
                return _state with { FailNext = _failuresLeft, FailStatus = _failureStatus };
        }
    }

    /// <summary>Replaces all faults.</summary>
    public void Set(FaultState state)
    {
        lock (_gate)
        {
            _state = state;
            (_failuresLeft, _failureStatus) = (state.FailNext, state.FailStatus);
        }
    }

    /// <summary>Changes some faults and keeps the others.</summary>
    public void Change(Func<FaultState, FaultState> change)
    {
        lock (_gate)
            Set(change(Current));
    }

    public void Clear() => Set(new FaultState());

    internal bool TryTakeFailure(out int status)
    {
        lock (_gate)
        {
            status = _failureStatus;
            if (_failuresLeft == 0)
                return false;
            _failuresLeft--;
            return true;
        }
    }
}

/// <summary>The faults in force; the default is none.</summary>
public sealed record FaultState
{
    /// <summary>Added before every API answer.</summary>
    public int LatencyMilliseconds { get; init; }

    /// <summary>How many of the next API calls fail.</summary>
    public int FailNext { get; init; }

    /// <summary>The status they fail with.</summary>
    public int FailStatus { get; init; } = StatusCodes.Status500InternalServerError;

    /// <summary>Webhooks that fall due are lost for good.</summary>
    public bool DropWebhooks { get; init; }

    /// <summary>Webhooks are signed with a key that the dashboard does not know.</summary>
    public bool WrongKey { get; init; }

    /// <summary>Stands in for <c>Simulator:RequestsPerMinute</c>; null leaves the setting in force.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Nothing breaks, is repaired or updated by itself.</summary>
    public bool LifePaused { get; init; }
}
