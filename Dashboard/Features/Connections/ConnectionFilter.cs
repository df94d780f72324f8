using Dashboard.Domain;
using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>The orders of connections.</summary>
public enum ConnectionOrder
{
    /// <summary>Disabled ones first, the earliest change of health first.</summary>
    OldestFirst,

    /// <summary>The latest change of health first. For connections of one health only.</summary>
    NewestFirst,

    /// <summary>By the name of the brokerage, then as <see cref="OldestFirst"/>. For connections of one health only.</summary>
    ByBrokerage,

    /// <summary>An order in which no connection moves: whoever reads all pages finds each once.</summary>
    ById,
}

/// <summary>Which connections a list shows. Values that are not set do not narrow it.</summary>
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

    /// <summary>Disabled ones that broke at this time or later.</summary>
    public DateTimeOffset? BrokenFrom { get; init; }

    /// <summary>
    /// How a connection id begins, or words that each begin a word of the user's id, name or e-mail address or of the
    /// brokerage's name: see <see cref="SearchTokens"/>.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>Only those assigned to this operator.</summary>
    public string? AssigneeId { get; init; }

    /// <summary>Only those that are snoozed at this time; see <see cref="Domain.Connections.Triage.IsSnoozed"/>.</summary>
    public DateTimeOffset? SnoozedAt { get; init; }

    /// <summary>Only those that are not snoozed at this time.</summary>
    public DateTimeOffset? AwakeAt { get; init; }

    /// <summary>Only disabled ones that were probably connected again; see <see cref="Duplicate"/>.</summary>
    public bool HasDuplicate { get; init; }

    /// <summary>Only disabled ones whose customer was not contacted since they broke; see <see cref="LastContact"/>.</summary>
    public bool NeverContacted { get; init; }

    /// <summary>Only healthy ones whose usual data does not arrive; see <see cref="DataState.Silent"/>.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The order of pages.</summary>
    public ConnectionOrder Order { get; init; }

    /// <summary>Only those with one of these ids.</summary>
    public IReadOnlyCollection<string>? Among { get; init; }

    /// <summary>The same filter at another time: snoozes end as time passes.</summary>
    public ConnectionFilter At(DateTimeOffset now) =>
        SnoozedAt is null && AwakeAt is null
            ? this
            : this with
            {
                SnoozedAt = SnoozedAt is null ? null : now,
                AwakeAt = AwakeAt is null ? null : now,
            };

    /// <summary>
    /// Whether a row belongs to the list. The same rule as <see cref="ConnectionSearch.Matching"/>, for a row that was read
    /// already; a test holds the two against each other.
    /// </summary>
    public bool Matches(ConnectionRow row) =>
        (Healths.Count == 0 || Healths.Contains(row.Health))
        && (!Awaiting || row.AwaitingVerification)
        && (Among is not { } among || among.Contains(row.Id))
        && (UserId is null || row.UserId == UserId)
        && (BrokenBefore is not { } before || row.DisabledSince < before)
        && (BrokenFrom is not { } from || row.DisabledSince >= from)
        && (Brokerage is null || row.Brokerage?.Slug == Brokerage || row.BrokerageId == Brokerage)
        && (AssigneeId is null || row.Triage?.AssigneeId == AssigneeId)
        && (SnoozedAt is not { } snoozedAt || row.IsSnoozed(snoozedAt))
        && (AwakeAt is not { } awakeAt || !row.IsSnoozed(awakeAt))
        && (!HasDuplicate || row is { Health: Health.Disabled, Duplicate: not null })
        && (!NeverContacted || (row.Health == Health.Disabled && LastContact.Of(row) is null))
        && (!IsSilent || row.DataState == DataState.Silent)
        && (string.IsNullOrWhiteSpace(Search) || IsFound(row, Search));

    private static bool IsFound(ConnectionRow row, string search)
    {
        if (
            FoundConnections.StartsOf(search).Any(start => row.Id.StartsWith(start, StringComparison.Ordinal))
        )
            return true;
        var words = SearchTokens.WordsOf(search);
        var user = SearchTokens.OfUser(row.UserId, row.UserName, row.UserEmail);
        var brokerage = SearchTokens.Of(row.Brokerage?.Name);
        return words.Count > 0
            && words.All(word =>
                SearchTokens.HasPrefix(user, word) || SearchTokens.HasPrefix(brokerage, word)
            );
    }
}
