using Dashboard.Domain;
using Dashboard.Domain.Events;

namespace Dashboard.Features.History;

/// <summary>Which events a list shows. Values that are not set do not narrow it.</summary>
public sealed record HistoryFilter
{
    public string? ConnectionId { get; init; }
    public string? UserId { get; init; }

    /// <summary>A brokerage's id or slug: events of its connections, and those that name it and no connection.</summary>
    public string? Brokerage { get; init; }

    /// <summary>Words that each begin a word of a user's id, name or e-mail address.</summary>
    public string? Search { get; init; }

    /// <summary>Any of these; empty for all. See <see cref="EventTypes"/>.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
    public EventSource? Source { get; init; }

    /// <summary>Leaves out copies of an event, see <see cref="Data.Reading.EventCopies"/>.</summary>
    public bool WithoutCopies { get; init; }

    /// <summary>Events that happened at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Events that happened before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The oldest first only without a search and a brokerage, and with one type at most.</summary>
    public TimeOrder Order { get; init; }
}
