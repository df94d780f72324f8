using Dashboard.Domain.Notices;

namespace Dashboard.Features.Notices.Settings;

/// <summary>The settings as the screen edits them.</summary>
public sealed class NoticeForm
{
    public string Recipients { get; set; } = "";
    public bool HasDigest { get; set; }
    public TimeOnly DigestAt { get; set; } = new(8, 0);
    public string TimeZone { get; set; } = "Etc/UTC";
    public bool TellsIncidents { get; set; } = true;
    public bool HasThreshold { get; set; }
    public int Threshold { get; set; } = 100;
    public NoticeFormat WebhookFormat { get; set; } = NoticeFormat.Slack;

    /// <summary>The host of the webhook that is set; its whole address is never shown again.</summary>
    public string? WebhookHost { get; init; }

    /// <summary>The address that replaces it; empty: it stays.</summary>
    public string NewWebhook { get; set; } = "";
    public bool RemovesWebhook { get; set; }

    /// <summary>Which state of the settings was edited.</summary>
    public long Version { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }
    public string? UpdatedBy { get; init; }
}

/// <summary>One way of the last notices, for the screen.</summary>
public sealed record SentNotice(
    string Id,
    NoticeKind Kind,
    string? Recipient,
    NoticeState State,
    DateTimeOffset CreatedAt,
    string? LastError
);

/// <summary>What the screen shows.</summary>
/// <param name="Lately">The last notices, the latest first.</param>
public sealed record NoticeOverview(NoticeForm Form, IReadOnlyList<SentNotice> Lately);

/// <summary>How a test went.</summary>
/// <param name="To">Whom or what it was sent to.</param>
public sealed record TestResult(string To, bool IsDelivered, string Words);
