using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>Which connections a list shows. What is not set does not narrow it.</summary>
public sealed record ConnectionFilter
{
    /// <summary>Any of these; empty for all.</summary>
    public IReadOnlyList<Health> Healths { get; init; } = [];
    public bool Awaiting { get; init; }

    /// <summary>A brokerage's id or slug.</summary>
    public string? Brokerage { get; init; }
    public string? UserId { get; init; }

    /// <summary>Disabled ones that broke before this time.</summary>
    public DateTimeOffset? BrokenBefore { get; init; }

    /// <summary>Part of a user's id, name or e-mail address or of a brokerage's name, or how a connection id begins.</summary>
    public string? Search { get; init; }

    /// <summary>Only those of this operator.</summary>
    public string? AssigneeId { get; init; }

    /// <summary>Only those that are snoozed at this time; see <see cref="Domain.Connections.Triage.IsSnoozed"/>.</summary>
    public DateTimeOffset? SnoozedAt { get; init; }

    /// <summary>Only those that are not snoozed at this time.</summary>
    public DateTimeOffset? AwakeAt { get; init; }

    /// <summary>Only broken ones that were probably connected anew; see <see cref="Domain.Duplicate"/>.</summary>
    public bool HasDuplicate { get; init; }

    /// <summary>Only some of these: which of them still fit?</summary>
    public IReadOnlyCollection<string>? Among { get; init; }

    /// <summary>The same at another time: snoozes end without anybody doing anything.</summary>
    public ConnectionFilter At(DateTimeOffset now) =>
        this with
        {
            SnoozedAt = SnoozedAt is null ? null : now,
            AwakeAt = AwakeAt is null ? null : now,
        };
}

/// <summary>The place of a connection in a list: lists are sorted by these three.</summary>
public sealed record ConnectionPosition(Health Health, DateTimeOffset Since, string Id)
{
    /// <summary>Whether this place comes behind <paramref name="other"/>, as the database sorts.</summary>
    public bool IsAfter(ConnectionPosition other) =>
        Health != other.Health ? Health > other.Health
        : Since != other.Since ? Since > other.Since
        : string.CompareOrdinal(Id, other.Id) > 0;
}

/// <param name="Rows">In the order of the list.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record ConnectionSlice(IReadOnlyList<ConnectionRow> Rows, ConnectionPosition? Next);
