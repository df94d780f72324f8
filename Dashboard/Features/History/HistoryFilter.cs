using Dashboard.Domain.Events;

namespace Dashboard.Features.History;

/// <summary>Which events a list shows. What is not set does not narrow it.</summary>
public sealed record HistoryFilter
{
    public string? ConnectionId { get; init; }
    public string? UserId { get; init; }

    /// <summary>Part of a user's id, name or e-mail address.</summary>
    public string? Search { get; init; }

    /// <summary>Any of these; empty for all. See <see cref="EventTypes"/>.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
    public EventSource? Source { get; init; }

    /// <summary>Events that happened at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Events that happened before this time.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>The place of an event in the history: by when it happened, not by when it arrived.</summary>
public sealed record HistoryPosition(DateTimeOffset OccurredAt, long Id);

/// <param name="Rows">Newest first.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record HistorySlice(IReadOnlyList<HistoryRow> Rows, HistoryPosition? Next);

/// <summary>An event as lists show it; the payload is read apart, by those who may.</summary>
/// <param name="IsInferred">See <see cref="ConnectionEvent.IsInferred"/>.</param>
public sealed record HistoryRow(
    long Id,
    string? WebhookId,
    string Type,
    EventSource Source,
    string? ConnectionId,
    bool IsInferred,
    string UserId,
    string? UserName,
    string? BrokerageId,
    string? BrokerageName,
    string? AttemptResult,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    EventEffect Effect,
    string? Actor,
    bool HasPayload
)
{
    public HistoryPosition Position => new(OccurredAt, Id);
}

/// <summary>What the text of a search is.</summary>
public enum SearchMeaning
{
    PartOfName,
    User,
    Connection,
}
