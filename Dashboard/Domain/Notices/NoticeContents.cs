using System.Text.Json;

namespace Dashboard.Domain.Notices;

/// <summary>What a notice about an incident is made of.</summary>
/// <param name="Brokerage">Its name.</param>
/// <param name="Expected">How many breaks would have been usual.</param>
/// <param name="By">Who declared or ended it; null: it was detected, or ended by itself.</param>
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

/// <summary>What a notice about too many broken connections is made of.</summary>
/// <param name="Since">When there were too many first.</param>
public sealed record ThresholdFacts(int Threshold, long Broken, DateTimeOffset Since);

/// <summary>What the daily digest is made of. Unless it says otherwise a figure is of the last 24 hours.</summary>
/// <param name="Day">The day on which it is sent, in the team's zone.</param>
/// <param name="BrokenNow">Connections that are broken at that moment.</param>
/// <param name="OldestBreak">Since when the one that waits longest is broken; null when none is.</param>
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

/// <param name="EndedAt">Null while it lasts.</param>
public sealed record IncidentDigest(
    string Brokerage,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int Breaks
);

/// <summary>What became of the e-mails to customers.</summary>
/// <param name="Unsure">The server broke off: they may have arrived.</param>
/// <param name="Bounced">Of those that were sent.</param>
public sealed record EmailDigest(int Sent, int Failed, int Unsure, int Bounced);

/// <summary>How contents are kept in <see cref="TeamNotice.Content"/>.</summary>
public static class NoticeContents
{
    public static string Write<T>(T content)
        where T : class => JsonSerializer.Serialize(content, JsonSerializerOptions.Web);

    /// <exception cref="JsonException">It is of another kind.</exception>
    public static T Read<T>(string content)
        where T : class =>
        JsonSerializer.Deserialize<T>(content, JsonSerializerOptions.Web)
        ?? throw new JsonException("A notice without content.");
}
