namespace Dashboard.Domain.Events;

/// <summary>What an event did to its connection, given all events known now.</summary>
public enum EventEffect
{
    /// <summary>Kept as history; the health did not depend on it.</summary>
    None = 0,

    /// <summary>The connection appeared, or came back after a deletion.</summary>
    Added = 1,
    Broke = 2,
    Repaired = 3,
    Deleted = 4,

    /// <summary>Confirmed the known health, or was the first to report it.</summary>
    Confirmed = 5,

    /// <summary>Indicated an unspecified change; it is being checked.</summary>
    AwaitingVerification = 6,
}

/// <summary>Where an event comes from.</summary>
public enum EventSource
{
    Webhook = 1,
    Poll = 2,
    Portal = 3,
    Operator = 4,

    /// <summary>The e-mail policy, which acts automatically.</summary>
    Policy = 5,

    /// <summary>The provider that delivers our e-mails.</summary>
    EmailProvider = 6,
}
