namespace Dashboard.Emails.Messages;

/// <summary>A message in words, before it is laid out as HTML or as text.</summary>
/// <param name="Language">For the <c>lang</c> attribute.</param>
/// <param name="Preheader">What an inbox shows behind the subject.</param>
/// <param name="Introduction">Paragraphs; a line break is one.</param>
/// <param name="Closing">Likewise.</param>
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

/// <param name="Sender">Company and postal address, a line each.</param>
/// <param name="Questions">Null when there is nobody to ask.</param>
public sealed record MessageFooter(
    string Reason,
    IReadOnlyList<string> Sender,
    string? Questions,
    string OptOut,
    string OptOutUrl
);
