using System.Text.Json.Serialization;
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
    public bool TellsWebhooks { get; set; } = true;
    public bool SendsReport { get; set; }
    public bool HasThreshold { get; set; }
    public int Threshold { get; set; } = 100;
    public NoticeFormat WebhookFormat { get; set; } = NoticeFormat.Slack;

    /// <summary>The host of the stored webhook. The whole address is never shown again.</summary>
    public string? WebhookHost { get; init; }

    /// <summary>The new address; empty: the stored one stays. A secret, so no draft contains it.</summary>
    [JsonIgnore]
    public string NewWebhook { get; set; } = "";
    public bool RemovesWebhook { get; set; }

    /// <summary>The version of the settings that was edited.</summary>
    public long Version { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }
    public string? UpdatedBy { get; init; }
}

/// <summary>One of the last notices, for the screen.</summary>
public sealed record SentNotice(
    string Id,
    NoticeKind Kind,
    string? Recipient,
    NoticeState State,
    DateTimeOffset CreatedAt,
    string? LastError
);

/// <summary>What the screen shows.</summary>
/// <param name="Lately">The last notices, newest first.</param>
public sealed record NoticeOverview(NoticeForm Form, IReadOnlyList<SentNotice> Lately);

/// <summary>The result of a test.</summary>
/// <param name="To">The recipient.</param>
public sealed record TestResult(string To, bool IsDelivered, string Words);
