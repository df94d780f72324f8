namespace Dashboard.Domain.Emails;

/// <summary>The state of a reconnect e-mail. Numbers are stored.</summary>
public enum EmailState
{
    /// <summary>Waits until it is due and the dispatcher claims it.</summary>
    Queued = 1,

    /// <summary>Claimed by a dispatcher.</summary>
    Sending = 2,

    /// <summary>Accepted by the mail server.</summary>
    Sent = 3,

    /// <summary>Not sent because of an obstacle when it was due: <see cref="Email.Obstacle"/>.</summary>
    Skipped = 4,

    /// <summary>Refused permanently, or temporarily for a whole day.</summary>
    Failed = 5,

    /// <summary>
    /// May have gone out: the dispatcher died, or the mail server did not answer, after it was handed over. Never sent
    /// again automatically.
    /// </summary>
    Unsure = 6,
    Cancelled = 7,
}
