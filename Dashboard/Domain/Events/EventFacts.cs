namespace Dashboard.Domain.Events;

/// <summary>The data for the description of an event.</summary>
/// <param name="BrokenFor">How long the connection had been broken, for an event that ended it.</param>
public sealed record EventFacts(
    string Type,
    EventSource Source,
    EventEffect Effect,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    string? AttemptResult = null,
    string? Actor = null,
    TimeSpan? BrokenFor = null
);
