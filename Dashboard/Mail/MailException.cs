namespace Dashboard.Mail;

/// <summary>How an attempt to hand a message over ended.</summary>
public enum MailFailure
{
    /// <summary>The same message would be refused again, as one to an address that does not exist.</summary>
    Refused = 1,

    /// <summary>The server works, but does not take this message now, as one that it greylists.</summary>
    PutOff = 2,

    /// <summary>Nothing was handed over, and another message would hardly fare better: nobody answers, or lets us in.</summary>
    Unavailable = 3,

    /// <summary>
    /// The whole message was handed over and the answer never came: it may have gone out. Sending it again may
    /// send it twice.
    /// </summary>
    Unsure = 4,
}

/// <summary>A message that was not taken for all we know. The words say what to do, and hold no secret.</summary>
public sealed class MailException(string message, MailFailure failure, Exception? cause = null)
    : Exception(message, cause)
{
    public MailFailure Failure { get; } = failure;

    /// <summary>Whether the same message would be refused again.</summary>
    public bool IsPermanent => Failure == MailFailure.Refused;
}
