using System.Text.Json.Serialization;

namespace Dashboard.Emails.Delivery;

/// <summary>The state of delivery as this node knows it since its start.</summary>
/// <param name="IsDispatching">Whether this node is the one that sends.</param>
/// <param name="Queued">The number of e-mails that wait, including those not due yet; null while another node sends.</param>
/// <param name="LastSentAt">When the mail server last accepted one.</param>
/// <param name="LastFailure">What last prevented all deliveries, as a sentence that says what to do.</param>
/// <param name="LastFailureAt">When that happened.</param>
/// <param name="PausedUntil">When a failing mail server is tried next; null while it works.</param>
/// <param name="PausedSince">When it began to fail; null while it works.</param>
/// <param name="IsSenderRefused">Whether it works but refuses us: only an accepted message ends the pause.</param>
public sealed record DispatcherSnapshot(
    bool IsDispatching = false,
    int? Queued = null,
    DateTimeOffset? LastSentAt = null,
    string? LastFailure = null,
    DateTimeOffset? LastFailureAt = null,
    DateTimeOffset? PausedUntil = null,
    DateTimeOffset? PausedSince = null,
    bool IsSenderRefused = false
)
{
    [JsonIgnore]
    public bool IsInTrouble => PausedUntil is not null;
}

/// <summary>Holds the state of delivery, and how long to pause while the mail server fails. Thread-safe.</summary>
internal sealed class DispatcherState
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    // Frequent attempts of a refused sender make its reputation worse.
    private static readonly TimeSpan FirstSenderPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxSenderPause = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private DispatcherSnapshot _current = new();
    private TimeSpan _pause = FirstPause;

    /// <summary>Raised when a pause begins or ends, after <see cref="Current"/> has changed; on any thread.</summary>
    public event Action? Changed;

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

    /// <summary>Another node sends: it finds out for itself whether the mail server works, and so does this one later.</summary>
    public void StandBy()
    {
        bool wasInTrouble;
        lock (_gate)
        {
            wasInTrouble = _current.IsInTrouble;
            _pause = FirstPause;
            _current = _current with
            {
                IsDispatching = false,
                Queued = null,
                PausedUntil = null,
                PausedSince = null,
                IsSenderRefused = false,
            };
        }
        Tell(wasInTrouble);
    }

    /// <summary>The mail server accepted or refused a message, so it works.</summary>
    /// <returns>True when it was failing until now.</returns>
    public bool Answered(bool isAccepted, DateTimeOffset now) => Tell(Answer(isAccepted, now));

    /// <summary>No message can be delivered. Each further pause is twice as long as the previous one.</summary>
    /// <returns>True when the mail server worked until now.</returns>
    public bool Failed(string words, DateTimeOffset now, bool isAboutSender = false) =>
        Tell(Fail(words, now, isAboutSender));

    /// <summary>Ends the current pause: the next message finds out whether the mail server works.</summary>
    public void TryNow(DateTimeOffset now)
    {
        lock (_gate)
            if (_current.IsInTrouble)
                _current = _current with { PausedUntil = now };
    }

    private bool Tell(bool isOther)
    {
        if (isOther)
            Changed?.Invoke();
        return isOther;
    }

    private bool Answer(bool isAccepted, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (isAccepted)
                _current = _current with { LastSentAt = now };
            else if (_current.IsSenderRefused)
                return false;
            var recovers = _current.IsInTrouble;
            _pause = FirstPause;
            _current = _current with { PausedUntil = null, PausedSince = null, IsSenderRefused = false };
            return recovers;
        }
    }

    private bool Fail(string words, DateTimeOffset now, bool isAboutSender)
    {
        lock (_gate)
        {
            var begins = !_current.IsInTrouble || (isAboutSender && !_current.IsSenderRefused);
            var max = isAboutSender ? MaxSenderPause : MaxPause;
            if (isAboutSender && !_current.IsSenderRefused)
                _pause = FirstSenderPause;
            // Deliveries that were in progress fail for the same reason and must not double the pause.
            if (_current.PausedUntil is not { } until || until <= now || begins)
            {
                _current = _current with { PausedUntil = now + (_pause < max ? _pause : max) };
                _pause = _pause * 2 < max ? _pause * 2 : max;
            }
            _current = _current with
            {
                LastFailure = words,
                LastFailureAt = now,
                PausedSince = _current.PausedSince ?? now,
                IsSenderRefused = isAboutSender || _current.IsSenderRefused,
            };
            return begins;
        }
    }
}
