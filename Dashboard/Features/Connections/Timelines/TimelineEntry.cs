using Dashboard.Components.Parts;
using Dashboard.Data.Reading;

namespace Dashboard.Features.Connections.Timelines;

/// <summary>One line of a connection's timeline.</summary>
/// <param name="Link">The reconnect link that the event refers to.</param>
public sealed record TimelineEntry(EventRow Event, TimelineLink? Link)
{
    /// <summary>When the break began that this event ended.</summary>
    public DateTimeOffset? BrokeAt { get; init; }

    /// <summary>Which link led to the repair, in words; null when none did.</summary>
    public string? RepairedBy { get; init; }

    /// <param name="withCode">Whether the reader may see SnapTrade's names of types and results.</param>
    public EventWords Words(bool withCode) =>
        EventWords.Plain(Event.Facts with { BrokenFor = Event.OccurredAt - BrokeAt }, withCode);
}

/// <summary>The reconnect link of a timeline entry.</summary>
/// <param name="Email">The e-mail that contains the link; null when none does.</param>
public sealed record TimelineLink(
    string Id,
    DateTimeOffset ExpiresAt,
    string CreatedBy,
    TimelineEmail? Email
);

/// <summary>The e-mail of a timeline entry.</summary>
/// <param name="BounceReason">What the provider said when it came back.</param>
public sealed record TimelineEmail(string Id, string? Address, string? BounceReason);
