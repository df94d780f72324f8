using Dashboard.Components.Navigation;
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
/// <param name="Search">Words that each begin a word of a user's id, name or e-mail address; or a whole address.</param>
public sealed record OutboxView(OutboxKind Kind, EmailTrigger? Trigger, string? Search)
{
    /// <summary>Only those created at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    public static readonly OutboxView Default = new(OutboxKind.All, null, null);

    public bool IsNarrowed => this != Default;

    /// <summary>Parses the URL; invalid values count as absent.</summary>
    public static OutboxView Read(string? kind, string? trigger, string? search, string? since = null) =>
        new(
            PageAddress.Choice<OutboxKind>(kind) ?? OutboxKind.All,
            PageAddress.Choice<EmailTrigger>(trigger),
            PageAddress.Text(search)
        )
        {
            Since = ConnectionAddress.MomentOf(since),
        };

    public string ToUri() =>
        PageAddress.With(
            EmailPaths.Outbox,
            ("state", Kind == OutboxKind.All ? null : Kind.ToString()),
            ("trigger", Trigger?.ToString()),
            ("since", Since is { } since ? ConnectionAddress.Moment(since) : null),
            ("q", Search)
        );
}
