namespace Dashboard.Mail;

/// <summary>How the delivery of a message failed.</summary>
public enum MailFailure
{
    /// <summary>Refused permanently, such as for an unknown address.</summary>
    Refused = 1,

    /// <summary>Refused temporarily by a working server, such as by greylisting.</summary>
    PutOff = 2,

    /// <summary>Nothing was handed over and other messages would fail as well: no answer, or no access.</summary>
    Unavailable = 3,

    /// <summary>
    /// The whole message was handed over without an answer. It may have gone out, so sending it again may duplicate it.
    /// </summary>
    Unsure = 4,
}

/// <summary>A message that was not accepted, or may not have been. The text says what to do and holds no secret.</summary>
public sealed class MailException(string message, MailFailure failure, Exception? cause = null)
    : Exception(message, cause)
{
    public MailFailure Failure { get; } = failure;

    /// <summary>Whether the address itself was refused, as by a hard bounce.</summary>
    public bool IsBadAddress { get; init; }

    /// <summary>Whether the server refused the sender: its account, quota or reputation. It is then unavailable to us.</summary>
    public bool IsAboutSender { get; init; }

    /// <summary>Whether the refusal of the sender may be about this message only.</summary>
    public bool MayBeAboutMessage { get; init; }

    /// <summary>The server's reply without what differs between messages; null: none, or it was understood.</summary>
    public string? AlikeReply { get; init; }

    /// <summary>Whether the same message would be refused again.</summary>
    public bool IsPermanent => Failure == MailFailure.Refused;
}
