namespace Dashboard.Emails.Messages;

/// <summary>The data of a reconnect e-mail, for HTML, plain text and previews.</summary>
public sealed record ReconnectMessage
{
    /// <summary><c>en</c> or <c>pt-BR</c>; anything else is English.</summary>
    public required string? Locale { get; init; }

    /// <summary>The user's name; null when it is unknown.</summary>
    public required string? Name { get; init; }

    /// <summary>Oldest break first; at least one.</summary>
    public required IReadOnlyList<MessageConnection> Connections { get; init; }

    /// <summary>When the links expire, unless the connections are repaired earlier.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The page where the reader opts out.</summary>
    public required string OptOutUrl { get; init; }

    /// <summary>The reader's IANA time zone; null when it is unknown.</summary>
    public string? TimeZone { get; init; }
}

/// <param name="Brokerage">Null while it is unknown.</param>
/// <param name="Url">The reconnect link: a secret.</param>
public sealed record MessageConnection(string? Brokerage, DateTimeOffset Since, string Url)
{
    /// <summary>Without the URL.</summary>
    public override string ToString() => $"{Brokerage}, broken since {Since:O}";
}

/// <param name="WordingId">The version it was rendered with; null for the built-in one.</param>
public sealed record WrittenMessage(string Subject, string Text, string Html, string? WordingId);
