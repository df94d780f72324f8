using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Reconnect;

/// <summary>The steps of a customer with a link that determine its outcome.</summary>
/// <param name="StartedAt">When the portal was last started by it.</param>
/// <param name="NextStartAt">When the portal was next started by another link of the connection.</param>
public sealed record LinkTrace(
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? ReturnedAt = null,
    string? LastResult = null,
    DateTimeOffset? NextStartAt = null
)
{
    /// <param name="link">The link.</param>
    /// <param name="others">Links of the same connection; the link itself may be among them.</param>
    public static LinkTrace Of(ReconnectLink link, IEnumerable<ReconnectLink> others) =>
        new(
            link.CreatedAt,
            link.StartedAt,
            link.ReturnedAt,
            link.LastResult,
            others.Where(o => IsNext(o, link)).Min(o => o.StartedAt)
        );

    // For starts at the same instant, the greater id is the later one.
    private static bool IsNext(ReconnectLink other, ReconnectLink link) =>
        other.StartedAt > link.StartedAt
        || (other.StartedAt == link.StartedAt && string.CompareOrdinal(other.Id, link.Id) > 0);
}

/// <summary>
/// Whether the connection was repaired after a link was made, and whether the link led to it. Computed and never stored,
/// because a late event may change the time of a repair.
/// </summary>
/// <param name="RepairedAt">When it was repaired after the link was made, by SnapTrade's clock; null while it was not.</param>
/// <param name="IsByLink">Whether a visit that the link started led to the repair.</param>
public sealed record LinkOutcome(DateTimeOffset? RepairedAt, bool IsByLink)
{
    /// <summary>How long a visit to the portal may take until the repair is known.</summary>
    public static readonly TimeSpan Visit = TimeSpan.FromHours(1);

    /// <summary>How long after a successful login a repair is attributed to it: a check finds missed webhooks.</summary>
    public static readonly TimeSpan AfterSuccess = TimeSpan.FromDays(1);

    /// <summary>Not repaired, as far as is known.</summary>
    public static readonly LinkOutcome Open = new(null, IsByLink: false);

    public bool IsRepaired => RepairedAt is not null;

    /// <param name="trace">Of the link.</param>
    /// <param name="episodes">The episodes of its connection; unrelated ones may be omitted.</param>
    public static LinkOutcome Of(LinkTrace trace, IEnumerable<Episode> episodes) =>
        EpisodeOf(trace.CreatedAt, episodes) is { Outcome: EpisodeOutcome.Repaired, EndedAt: { } repaired }
            ? new LinkOutcome(repaired, IsBy(trace, repaired))
            : Open;

    /// <summary>
    /// The episode for which a link was made. Links use our clock and episodes SnapTrade's, so when no episode covers the time,
    /// one within the allowed clock skew is used.
    /// </summary>
    private static Episode? EpisodeOf(DateTimeOffset madeAt, IEnumerable<Episode> episodes)
    {
        var near = episodes
            .Where(e => e.StartedAt <= madeAt + ReconnectLink.ClockSkew)
            .Where(e => e.EndedAt is not { } end || end > madeAt - ReconnectLink.ClockSkew)
            .OrderBy(e => e.StartedAt)
            .ToList();
        return near.Find(e => e.StartedAt <= madeAt && !(e.EndedAt <= madeAt)) ?? near.FirstOrDefault();
    }

    private static bool IsBy(LinkTrace trace, DateTimeOffset repaired)
    {
        var lastStart = repaired + ReconnectLink.ClockSkew;
        return trace.StartedAt is { } started
            && started <= lastStart
            && !(trace.NextStartAt <= lastStart)
            && (repaired <= started + Visit || IsSuccessOf(trace, started, repaired));
    }

    private static bool IsSuccessOf(LinkTrace trace, DateTimeOffset started, DateTimeOffset repaired) =>
        trace is { LastResult: PortalOutcomes.Success, ReturnedAt: { } returned }
        && returned >= started
        && repaired <= returned + AfterSuccess;
}
