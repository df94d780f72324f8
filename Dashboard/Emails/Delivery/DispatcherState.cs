namespace Dashboard.Emails.Delivery;

/// <summary>How delivery goes, as this node knows it since its start.</summary>
/// <param name="IsDispatching">This node is the one that sends.</param>
/// <param name="Queued">How many e-mails wait, some of them for their time; null where another node sends.</param>
/// <param name="LastSentAt">When the mail server last took one.</param>
/// <param name="LastFailure">What last kept all messages from being handed over, in words that say what to do.</param>
/// <param name="LastFailureAt">When that was.</param>
/// <param name="PausedUntil">While the mail server is in trouble: when it is tried next.</param>
internal sealed record DispatcherSnapshot(
    bool IsDispatching = false,
    int? Queued = null,
    DateTimeOffset? LastSentAt = null,
    string? LastFailure = null,
    DateTimeOffset? LastFailureAt = null,
    DateTimeOffset? PausedUntil = null
)
{
    /// <summary>The last that was heard of the mail server is that it can't take anything.</summary>
    public bool IsInTrouble => PausedUntil is not null;
}

/// <summary>Keeps how delivery goes, for screens, and how long to leave a mail server in trouble alone.</summary>
internal sealed class DispatcherState
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

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

    public void Dispatches(int queued)
    {
        lock (_gate)
            _current = _current with { IsDispatching = true, Queued = queued };
    }

    public void StandsBy()
    {
        lock (_gate)
            _current = _current with { IsDispatching = false, Queued = null };
    }

    /// <summary>The mail server took a message, or at least spoke about one.</summary>
    /// <returns>True when it was in trouble until now.</returns>
    public bool Answered(bool hasTaken, DateTimeOffset now)
    {
        lock (_gate)
        {
            var recovers = _current.IsInTrouble;
            _pause = FirstPause;
            _current = _current with
            {
                PausedUntil = null,
                LastSentAt = hasTaken ? now : _current.LastSentAt,
            };
            return recovers;
        }
    }

    /// <summary>Nothing could be handed over. Each pause in a row is twice as long as the one before.</summary>
    /// <returns>True when all was well until now.</returns>
    public bool Failed(string words, DateTimeOffset now)
    {
        lock (_gate)
        {
            var begins = !_current.IsInTrouble;
            // Others that were under way fail for the same reason.
            if (_current.PausedUntil is not { } until || until <= now)
            {
                _current = _current with { PausedUntil = now + _pause };
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
            _current = _current with { LastFailure = words, LastFailureAt = now };
            return begins;
        }
    }
}
