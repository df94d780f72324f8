using Dashboard.Domain.Emails;

namespace Dashboard.Features.Outbox;

/// <summary>Which e-mails the outbox shows.</summary>
public enum OutboxKind
{
    All,

    /// <summary>Queued, or in a dispatcher's hands.</summary>
    Waiting,
    Sent,
    Skipped,
    Failed,
    Unsure,
    Cancelled,

    /// <summary>Sent, and came back.</summary>
    Bounced,
}

/// <summary>What the outbox shows, as its address says it. What is not set does not narrow it.</summary>
/// <param name="Search">A user's id, or part of a name or an e-mail address.</param>
public sealed record OutboxView(OutboxKind Kind, EmailTrigger? Trigger, string? Search)
{
    public const string Path = "/emails";
    public static readonly OutboxView Default = new(OutboxKind.All, null, null);

    public bool IsNarrowed => this != Default;

    /// <summary>From the address; what makes no sense in it counts as not said.</summary>
    public static OutboxView Read(string? kind, string? trigger, string? search) =>
        new(
            Known<OutboxKind>(kind) ?? OutboxKind.All,
            Known<EmailTrigger>(trigger),
            string.IsNullOrWhiteSpace(search) ? null : search.Trim()
        );

    public string ToUri()
    {
        (string Name, string? Value)[] parts =
        [
            ("state", Kind == OutboxKind.All ? null : Kind.ToString()),
            ("trigger", Trigger?.ToString()),
            ("q", Search),
        ];
        var query = string.Join(
            '&',
            parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")
        );
        return query.Length == 0 ? Path : $"{Path}?{query}";
    }

    /// <summary>Where one e-mail is shown.</summary>
    public static string UriOf(string emailId) => $"{Path}/{Uri.EscapeDataString(emailId)}";

    private static T? Known<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}
