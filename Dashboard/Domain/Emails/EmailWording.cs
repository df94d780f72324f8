namespace Dashboard.Domain.Emails;

/// <summary>
/// One version of what reconnect e-mails say in one language. Versions are only added; the one with the highest
/// number is in use, and none means the built-in wording.
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

    /// <summary>What stands above the connections; blank lines part paragraphs.</summary>
    public required string Introduction { get; init; }

    /// <summary>On each connection's button.</summary>
    public required string Button { get; init; }

    /// <summary>What stands below the connections.</summary>
    public required string Closing { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
}
