namespace Dashboard.Domain.Emails;

/// <summary>
/// One version of the texts of reconnect e-mails in one language. Versions are only added; the highest number is in use.
/// Without versions the built-in wording is in use.
/// </summary>
public sealed class EmailWording
{
    public required string Id { get; init; }

    /// <summary><c>en</c> or <c>pt-BR</c>.</summary>
    public required string Locale { get; init; }

    /// <summary>Counts from 1 in each language; 0 is the built-in wording.</summary>
    public required int Number { get; init; }
    public required string Subject { get; init; }
    public required string Heading { get; init; }

    /// <summary>The text above the connections; blank lines separate paragraphs.</summary>
    public required string Introduction { get; init; }

    /// <summary>The label of each connection's button.</summary>
    public required string Button { get; init; }

    /// <summary>The text below the connections.</summary>
    public required string Closing { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
}
