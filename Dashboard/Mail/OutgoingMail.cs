namespace Dashboard.Mail;

/// <param name="To">One address, without a name.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain text.</param>
/// <param name="Html">The same content as HTML.</param>
public sealed record OutgoingMail(string To, string Subject, string Text, string? Html = null)
{
    /// <summary>
    /// The part of its <c>Message-ID</c> before the @, which identifies retries of the same message; null: a new one.
    /// </summary>
    public string? MessageKey { get; init; }

    /// <summary>
    /// The URL of the one-click unsubscription (RFC 8058): absolute, http or https, accepts a POST without a session. A
    /// secret, as it acts for the reader.
    /// </summary>
    public string? UnsubscribeUrl { get; init; }

    /// <summary>Without texts and secret URLs.</summary>
    public override string ToString() => $"{Subject} ({MessageKey ?? "no key"})";
}
