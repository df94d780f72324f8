using System.Globalization;
using Dashboard.Components.Navigation;
using Dashboard.Domain.Connections;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Features.Connections;

/// <summary>The filters of the list, as in its URL.</summary>
/// <param name="Chosen">Null: disabled ones, or, while searching, all of them.</param>
/// <param name="Brokerage">A brokerage's slug or id.</param>
/// <param name="Days">Broken for more than this many days.</param>
public sealed record ConnectionsView(HealthView? Chosen, string? Brokerage, int? Days, string? Search)
{
    public const string Path = ConnectionAddress.List;
    public static readonly ConnectionsView Default = new(null, null, null, null);
    public static readonly IReadOnlyList<int> Ages = [1, 3, 7];
    public const int MaxDays = 365;
    private const string Never = "never";
    private const string NoData = "silent";

    /// <summary>Broken at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only connections assigned to the operator.</summary>
    public bool Mine { get; init; }
    public SnoozeView Snoozed { get; init; }

    /// <summary>Only disabled ones that were probably connected again.</summary>
    public bool Duplicates { get; init; }

    /// <summary>Only disabled ones whose customer was not contacted since they broke.</summary>
    public bool NeverContacted { get; init; }

    /// <summary>Only healthy ones whose usual data does not arrive.</summary>
    public bool Silent { get; init; }

    /// <summary>The order that was chosen; in a list of one health only.</summary>
    public ConnectionSort Sort { get; init; }

    /// <summary>Whether the list can be sorted the other way round: its connections have one health.</summary>
    public bool IsSortable => Health is not (HealthView.All or HealthView.Verifying);

    /// <summary>The order of the list.</summary>
    public IComparer<ConnectionPosition> Order =>
        (IsSortable ? Sort : default) switch
        {
            ConnectionSort.Newest => ConnectionPosition.NewestFirst,
            ConnectionSort.Brokerage => ConnectionPosition.ByBrokerage,
            _ => ConnectionPosition.Order,
        };

    /// <summary>Whether another address leads to the same list.</summary>
    public bool IsSameAs(ConnectionsView other) =>
        this with { Chosen = Health } == other with { Chosen = other.Health };

    public HealthView Health => Chosen ?? (Search is null ? HealthView.Disabled : HealthView.All);

    // Null when it has connections of several.
    private Domain.Connections.Health? OneHealth =>
        Health switch
        {
            HealthView.Disabled => Domain.Connections.Health.Disabled,
            HealthView.Healthy => Domain.Connections.Health.Healthy,
            HealthView.Unknown => Domain.Connections.Health.Unknown,
            HealthView.Deleted => Domain.Connections.Health.Deleted,
            _ => null,
        };

    /// <summary>Whether anything hides disabled connections.</summary>
    public bool IsNarrowed =>
        Brokerage is not null || Days is not null || Since is not null || Search is not null || IsUncounted;

    /// <summary>Whether no count is kept of it, because it depends on decisions of the team or on other connections.</summary>
    public bool IsUncounted => Mine || Snoozed != SnoozeView.Shown || Duplicates || NeverContacted || Silent;

    /// <summary>Reads the address; values that are not valid are ignored.</summary>
    public static ConnectionsView From(
        string? health,
        string? brokerage,
        string? days,
        string? search,
        string? mine = null,
        string? snoozed = null,
        string? duplicates = null,
        string? contacted = null,
        string? sort = null,
        string? since = null,
        string? data = null
    ) =>
        new(
            PageAddress.Choice<HealthView>(health),
            PageAddress.Text(brokerage),
            DaysOf(days),
            PageAddress.Text(search)
        )
        {
            Since = ConnectionAddress.MomentOf(since),
            Mine = bool.TryParse(mine, out var isMine) && isMine,
            Snoozed = PageAddress.Choice<SnoozeView>(snoozed) ?? SnoozeView.Shown,
            Duplicates = bool.TryParse(duplicates, out var areDuplicates) && areDuplicates,
            NeverContacted = string.Equals(contacted, Never, StringComparison.OrdinalIgnoreCase),
            Sort = PageAddress.Choice<ConnectionSort>(sort) ?? default,
            Silent = string.Equals(data, NoData, StringComparison.OrdinalIgnoreCase),
        };

    /// <summary>Reads the query of an address; what is not valid, or not known any more, is ignored.</summary>
    public static ConnectionsView Read(Func<string, string?> value) =>
        From(
            value("health"),
            value("brokerage"),
            value("days"),
            value("q"),
            value("mine"),
            value("snoozed"),
            value("duplicates"),
            value("contacted"),
            value("sort"),
            value("since"),
            value("data")
        );

    /// <summary>The list at an address of the dashboard; null when another page is there.</summary>
    /// <param name="address">Path and query, or absolute.</param>
    public static ConnectionsView? At(string address)
    {
        var end = address.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0 ? hash : address.Length;
        var start =
            address.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 && mark < end ? mark : end;
        if (!address[..start].EndsWith(Path, StringComparison.Ordinal))
            return null;
        var query = QueryHelpers.ParseQuery(address[start..end]);
        return Read(name => query.GetValueOrDefault(name));
    }

    private static int? DaysOf(string? days) =>
        int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and <= MaxDays
            ? number
            : null;

    public string ToUri() =>
        PageAddress.With(
            Path,
            ("health", Chosen?.ToString()),
            ("brokerage", Brokerage),
            ("days", Days?.ToString(CultureInfo.InvariantCulture)),
            ("since", Since is { } since ? ConnectionAddress.Moment(since) : null),
            ("mine", Mine ? "true" : null),
            ("snoozed", Snoozed == SnoozeView.Shown ? null : Snoozed.ToString()),
            ("duplicates", Duplicates ? "true" : null),
            ("contacted", NeverContacted ? Never : null),
            ("data", Silent ? NoData : null),
            ("sort", PageAddress.Word(Sort)),
            ("q", Search)
        );

    /// <param name="now">Decides ages and snoozes.</param>
    /// <param name="operatorId">The operator's id.</param>
    public ConnectionFilter ToFilter(DateTimeOffset now, string operatorId) =>
        new()
        {
            Healths = OneHealth is { } health ? [health] : [],
            Awaiting = Health == HealthView.Verifying,
            Brokerage = Brokerage,
            BrokenBefore = Days is { } days ? now.AddDays(-days) : null,
            BrokenFrom = Since,
            Search = Search,
            AssigneeId = Mine ? operatorId : null,
            SnoozedAt = Snoozed == SnoozeView.Only ? now : null,
            AwakeAt = Snoozed == SnoozeView.Hidden ? now : null,
            HasDuplicate = Duplicates,
            NeverContacted = NeverContacted,
            IsSilent = Silent,
            Order = (IsSortable ? Sort : default) switch
            {
                ConnectionSort.Newest => ConnectionOrder.NewestFirst,
                ConnectionSort.Brokerage => ConnectionOrder.ByBrokerage,
                _ => ConnectionOrder.OldestFirst,
            },
        };

    /// <summary>Whether the change may have brought the connection into this list, other filters aside.</summary>
    public bool MayAdd(ConnectionChange change)
    {
        // A decision of the team is published as a change that leaves the connection as it is, and a duplicate makes
        // another connection match.
        if (IsUncounted)
            return true;
        var isOther = change.Health != change.PreviousHealth;
        return Health switch
        {
            HealthView.Verifying => change.AwaitingVerification,
            HealthView.All => change.PreviousHealth is null
                || (isOther && change.Health == Domain.Connections.Health.Disabled),
            _ => isOther && change.Health == OneHealth,
        };
    }
}
