using System.Text.Json;
using Dashboard.Domain.Deliveries;

namespace Dashboard.Domain.Notices;

/// <summary>The data of a notice about an incident.</summary>
/// <param name="Brokerage">Its name.</param>
/// <param name="Expected">How many breaks would have been usual.</param>
/// <param name="By">The operator who declared or ended it; null: it was detected, or ended by itself.</param>
/// <param name="StillBroken">Connections of the brokerage that are broken at that moment.</param>
public sealed record IncidentFacts(
    string IncidentId,
    string Brokerage,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int Breaks,
    double Expected,
    string? By,
    long StillBroken
);

/// <summary>The data of a notice about too many broken connections.</summary>
/// <param name="Since">When the threshold was crossed.</param>
public sealed record ThresholdFacts(int Threshold, long Broken, DateTimeOffset Since);

/// <summary>The data of a notice about a pause of e-mails to customers.</summary>
/// <param name="Since">When the pause began.</param>
/// <param name="Reason">A sentence that says what to do; null once it is over.</param>
/// <param name="Queued">E-mails that wait.</param>
public sealed record SendingFacts(DateTimeOffset Since, string? Reason, int Queued);

/// <summary>The data of a notice about the arrival of webhooks.</summary>
/// <param name="LastAcceptedAt">When the last was accepted; null: none ever was.</param>
/// <param name="Seen">How many arrived, or were refused.</param>
/// <param name="Usual">How many would have been usual in that time; null when that is not what it is about.</param>
/// <param name="EndedAt">Null while it lasts.</param>
public sealed record WebhookFacts(
    WebhookAlarmKind Kind,
    DateTimeOffset Since,
    DateTimeOffset? LastAcceptedAt,
    long Seen,
    double? Usual,
    DeliveryFault? Fault,
    string? Detail,
    DateTimeOffset? EndedAt
)
{
    public static WebhookFacts Of(WebhookAlarm alarm) =>
        new(
            alarm.Kind,
            alarm.StartedAt,
            alarm.LastAcceptedAt,
            alarm.Seen,
            alarm.Usual,
            alarm.Fault,
            alarm.Detail,
            alarm.EndedAt
        );
}

/// <summary>The data of the daily digest. Unless stated otherwise, a number is of the last 24 hours.</summary>
/// <param name="Day">The day on which it is sent, in the team's zone.</param>
/// <param name="BrokenNow">Connections that are broken at that moment.</param>
/// <param name="OldestBreak">The start of the oldest current break; null when no connection is broken.</param>
public sealed record DigestFacts(
    DateOnly Day,
    long BrokenNow,
    long Broke,
    long Repaired,
    DateTimeOffset? OldestBreak,
    IReadOnlyList<BrokerageDigest> Brokerages,
    IReadOnlyList<IncidentDigest> Incidents,
    EmailDigest Emails
);

/// <param name="Broken">Connections that are broken now.</param>
public sealed record BrokerageDigest(string Name, long Broken);

/// <param name="EndedAt">Null while it is open.</param>
public sealed record IncidentDigest(
    string Brokerage,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int Breaks
);

/// <summary>The e-mails to customers by result.</summary>
/// <param name="Unsure">The server disconnected; they may have arrived.</param>
/// <param name="Bounced">Of the sent ones.</param>
public sealed record EmailDigest(int Sent, int Failed, int Unsure, int Bounced);

/// <summary>The data of the monthly report: figures of the breaks that began in a month, as known when it was written.</summary>
/// <param name="Month">As yyyy-MM, in the team's zone.</param>
/// <param name="Before">Of the month before, as known equally long after its end.</param>
/// <param name="Changes">What changed most, a sentence each.</param>
/// <param name="Brokerages">The most breaks first.</param>
public sealed record ReportFacts(
    string Month,
    DateTimeOffset AsOf,
    ReportFigures Now,
    ReportFigures Before,
    IReadOnlyList<string> Changes,
    IReadOnlyList<BrokerageReport> Brokerages
);

/// <param name="MedianSeconds">Half are repaired within this time; null: not yet half.</param>
/// <param name="Day1">The share repaired within a day; null without breaks.</param>
public sealed record ReportFigures(
    int Breaks,
    int Repaired,
    int Open,
    int NeverContacted,
    int? MedianSeconds,
    double? Day1,
    double? Day7
);

/// <param name="Open">Still broken.</param>
public sealed record BrokerageReport(string Name, int Breaks, int Open);

/// <summary>Serializes the data in <see cref="TeamNotice.Content"/>.</summary>
public static class NoticeContents
{
    public static string Write<T>(T content)
        where T : class => JsonSerializer.Serialize(content, JsonSerializerOptions.Web);

    /// <exception cref="JsonException">The text has another shape.</exception>
    public static T Read<T>(string content)
        where T : class =>
        JsonSerializer.Deserialize<T>(content, JsonSerializerOptions.Web)
        ?? throw new JsonException("A notice without content.");
}
