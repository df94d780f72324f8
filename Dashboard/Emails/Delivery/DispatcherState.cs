namespace Dashboard.Emails.Delivery;

/// <summary>The state of delivery as this node knows it since its start.</summary>
/// <param name="IsDispatching">Whether this node is the one that sends.</param>
/// <param name="Queued">The number of e-mails that wait, including those not due yet; null while another node sends.</param>
/// <param name="LastSentAt">When the mail server last accepted one.</param>
/// <param name="LastFailure">What last prevented all deliveries, as a sentence that says what to do.</param>
/// <param name="LastFailureAt">When that happened.</param>
/// <param name="PausedUntil">When a failing mail server is tried next; null while it works.</param>
internal sealed record DispatcherSnapshot(
    bool IsDispatching = false,
    int? Queued = null,
    DateTimeOffset? LastSentAt = null,
    string? LastFailure = null,
    DateTimeOffset? LastFailureAt = null,
    DateTimeOffset? PausedUntil = null
)
{
    public bool IsInTrouble => PausedUntil is not null;
}

/// <summary>Holds the state of delivery, and how long to pause while the mail server fails. Thread-safe.</summary>
internal sealed class DispatcherState
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DispatcherSnapshot _current = new();
    private TimeSpan _pause = FirstPause;

    public DispatcherSnapshot Current
    {
        get
        {
            lock (_gate)
                return _current;
        }
    }

    public void Dispatch(int queued)
    {
        lock (_gate)
            _current = _current with { IsDispatching = true, Queued = queued };
    }

    public void StandBy()
    {
        lock (_gate)
            _current = _current with { IsDispatching = false, Queued = null };
    }

    /// <summary>The mail server accepted or refused a message, so it works.</summary>
    /// <returns>True when it was failing until now.</returns>
    public bool Answered(bool isAccepted, DateTimeOffset now)
    {
        lock (_gate)
        {
            var recovers = _current.IsInTrouble;
            _pause = FirstPause;
            _current = _current with
            {
                PausedUntil = null,
                LastSentAt = isAccepted ? now : _current.LastSentAt,
            };
            return recovers;
        }
    }

    /// <summary>No message can be delivered. Each further pause is twice as long as the previous one.</summary>
    /// <returns>True when the mail server worked until now.</returns>
    public bool Failed(string words, DateTimeOffset now)
    {
        lock (_gate)
        {
            var begins = !_current.IsInTrouble;
            // Deliveries that were in progress fail for the same reason and must not double the pause.
            if (_current.PausedUntil is not { } until || until <= now)
            {
                _current = _current with { PausedUntil = now + _pause };
                _pause = _pause * 2 < MaxPause ? _pause * 2 : MaxPause;
            }
            _current = _current with { LastFailure = words, LastFailureAt = now };
            return begins;
        }
    }
}
