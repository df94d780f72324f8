namespace Dashboard.Mail;

/// <param name="To">One address, without a name.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">What everybody can read.</param>
/// <param name="Html">The same for programs that show HTML.</param>
public sealed record OutgoingMail(string To, string Subject, string Text, string? Html = null)
{
    /// <summary>
    /// What stands before the @ of its <c>Message-ID</c>, so that the same message tried again is known as the
    /// same; null makes one that is like no other.
    /// </summary>
    public string? MessageKey { get; init; }

    /// <summary>
    /// Where the reader ends such messages with one click of the mail program (RFC 8058): an absolute http or
    /// https address that takes a POST without a session. A secret, as it acts for the reader.
    /// </summary>
    public string? UnsubscribeUrl { get; init; }

    /// <summary>Without texts and addresses that open something.</summary>
    public override string ToString() => $"{Subject} ({MessageKey ?? "no key"})";
}
