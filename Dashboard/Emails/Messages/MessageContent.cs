namespace Dashboard.Emails.Messages;

/// <summary>The texts of a message, before they are rendered as HTML or plain text.</summary>
/// <param name="Language">For the <c>lang</c> attribute.</param>
/// <param name="Preheader">The text that an inbox shows after the subject.</param>
/// <param name="Introduction">Paragraphs; line breaks are kept.</param>
/// <param name="Closing">As the introduction.</param>
public sealed record MessageContent(
    string Language,
    string Company,
    string Subject,
    string Preheader,
    string Heading,
    IReadOnlyList<string> Introduction,
    IReadOnlyList<MessageAccount> Accounts,
    string Validity,
    IReadOnlyList<string> Closing,
    MessageFooter Footer
);

/// <param name="Url">The reconnect link: a secret.</param>
public sealed record MessageAccount(string Title, string Since, string Button, string Url)
{
    /// <summary>Without the URL.</summary>
    public override string ToString() => $"{Title}, {Since}";
}

/// <param name="Sender">Company and postal address, one entry per line.</param>
/// <param name="Questions">Null when no support contact is configured.</param>
public sealed record MessageFooter(
    string Reason,
    IReadOnlyList<string> Sender,
    string? Questions,
    string OptOut,
    string OptOutUrl
);
