using Dashboard.Domain.Emails;
using Dashboard.Emails;

namespace Dashboard.Features.Outbox;

/// <summary>Which e-mails the outbox shows.</summary>
public enum OutboxKind
{
    All,

    /// <summary>Queued or being sent.</summary>
    Waiting,
    Sent,
    Skipped,
    Failed,
    Unsure,
    Cancelled,

    /// <summary>Sent, then returned by the provider.</summary>
    Bounced,
}

/// <summary>The filters of the outbox, as its URL says them. Unset filters match everything.</summary>
/// <param name="Search">A user's id, or part of a name or an e-mail address.</param>
public sealed record OutboxView(OutboxKind Kind, EmailTrigger? Trigger, string? Search)
{
    public static readonly OutboxView Default = new(OutboxKind.All, null, null);

    public bool IsNarrowed => this != Default;

    /// <summary>Parses the URL; invalid values count as absent.</summary>
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
        return query.Length == 0 ? EmailPaths.Outbox : $"{EmailPaths.Outbox}?{query}";
    }

    private static T? Known<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}
