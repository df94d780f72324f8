using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Domain.Notices;

/// <summary>The subject of a notice.</summary>
public enum NoticeKind
{
    Digest = 1,
    IncidentStarted = 2,
    IncidentEnded = 3,

    /// <summary>More connections are broken than the threshold.</summary>
    ThresholdCrossed = 4,
    ThresholdLeft = 5,

    /// <summary>The mail server accepts no e-mails to customers.</summary>
    SendingPaused = 6,
    SendingResumed = 7,

    /// <summary>Webhooks stopped, fell far below the usual, or are refused.</summary>
    WebhooksFailing = 8,
    WebhooksArriving = 9,
    MonthlyReport = 10,
}

public enum NoticeChannel
{
    Email = 1,
    Webhook = 2,
}

public enum NoticeState
{
    Queued = 1,
    Sending = 2,
    Sent = 3,
    Failed = 4,
}

/// <summary>One message to the team by one channel, added when its event happens.</summary>
public sealed class TeamNotice
{
    public required string Id { get; init; }

    /// <summary>Unique: each event is sent once per channel and recipient.</summary>
    public required string Key { get; init; }
    public required NoticeKind Kind { get; init; }
    public required NoticeChannel Channel { get; init; }

    /// <summary>The address; null for the webhook, whose address is a secret.</summary>
    public string? Recipient { get; init; }

    /// <summary>The data of the message, as JSON; contains no secret.</summary>
    public required string Content { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public NoticeState State { get; private set; } = NoticeState.Queued;
    public DateTimeOffset NotBefore { get; private set; }
    public int Attempts { get; private set; }
    public string? LastError { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Creates the messages of an event for every configured channel.</summary>
    /// <param name="settings">The configured channels.</param>
    /// <param name="kind">The subject.</param>
    /// <param name="occasion">Identifies the event, such as <c>incident 3f1b… started</c>.</param>
    /// <param name="content">See <see cref="NoticeContents"/>.</param>
    /// <param name="now">The time of the event.</param>
    public static IReadOnlyList<TeamNotice> Compose(
        NoticeSettings settings,
        NoticeKind kind,
        string occasion,
        string content,
        DateTimeOffset now
    )
    {
        var notices = settings
            .ReadRecipients()
            .Select(to => Create(kind, NoticeChannel.Email, to, $"{occasion} {Hash(to)}", content, now));
        if (settings.ProtectedWebhook is not null)
            notices = notices.Append(
                Create(kind, NoticeChannel.Webhook, null, $"{occasion} webhook", content, now)
            );
        return [.. notices];
    }

    public void MarkSent(DateTimeOffset now) =>
        (State, FinishedAt, LastError) = (NoticeState.Sent, now, null);

    public void Retry(string error, DateTimeOffset notBefore) =>
        (State, LastError, NotBefore) = (NoticeState.Queued, error, notBefore);

    public void Fail(string error, DateTimeOffset now) =>
        (State, LastError, FinishedAt) = (NoticeState.Failed, error, now);

    private static TeamNotice Create(
        NoticeKind kind,
        NoticeChannel channel,
        string? recipient,
        string key,
        string content,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Key = key,
            Kind = kind,
            Channel = channel,
            Recipient = recipient,
            Content = content,
            CreatedAt = now,
            NotBefore = now,
        };

    // Addresses may be longer than the key column.
    private static string Hash(string address) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..16];
}

/// <summary>The format of a webhook's messages.</summary>
public enum NoticeFormat
{
    Slack = 1,
    Teams = 2,
}

/// <summary>The settings of notices to the team; a single row.</summary>
public sealed class NoticeSettings
{
    public const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;

    /// <summary>Addresses, one per line; empty: no e-mails.</summary>
    public string Recipients { get; set; } = "";

    /// <summary>The time of the daily digest in <see cref="TimeZone"/>; null: none.</summary>
    public TimeOnly? DigestAt { get; set; }

    /// <summary>IANA.</summary>
    public string TimeZone { get; set; } = "Etc/UTC";
    public bool TellsIncidents { get; set; } = true;

    /// <summary>Sends a notice when webhooks do not arrive as they should, and another when that is over.</summary>
    public bool TellsWebhooks { get; set; } = true;

    /// <summary>Sends a notice when more connections are broken than this, and another when that is over; null: never.</summary>
    public int? Threshold { get; set; }

    /// <summary>The webhook's address, encrypted because it permits posting; null: none.</summary>
    public string? ProtectedWebhook { get; set; }
    public NoticeFormat WebhookFormat { get; set; } = NoticeFormat.Slack;

    /// <summary>The day of the last digest, as yyyy-MM-dd.</summary>
    public string? LastDigest { get; set; }

    /// <summary>Sends the report of each month on the first day of the next.</summary>
    public bool SendsReport { get; set; }

    /// <summary>The last month that was reported, or was over when the report was switched on, as yyyy-MM.</summary>
    public string? LastReport { get; set; }

    /// <summary>Since when the number is above the threshold; null while it is not.</summary>
    public DateTimeOffset? AboveSince { get; set; }
    public DateTimeOffset? UpdatedAt { get; set; }
    public string? UpdatedBy { get; set; }

    /// <summary>Increases with every change, so that two admins can't overwrite each other.</summary>
    public long Version { get; private set; }

    public void NextVersion() => Version++;

    public IReadOnlyList<string> ReadRecipients() =>
        Recipients.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
