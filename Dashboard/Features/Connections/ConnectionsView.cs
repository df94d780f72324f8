using System.Globalization;
using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>The list's chips.</summary>
public enum HealthView
{
    Disabled,
    Healthy,
    Verifying,
    Unknown,
    Deleted,
    All,
}

/// <summary>What becomes of connections that somebody has put off.</summary>
public enum SnoozeView
{
    /// <summary>They stand among the others, marked: totals agree, and who calls about one is found.</summary>
    Shown,
    Only,
    Hidden,
}

/// <summary>What the list shows, as its address says it.</summary>
/// <param name="Chosen">Null: disabled ones, or, while searching, all of them.</param>
/// <param name="Brokerage">A brokerage's slug or id.</param>
/// <param name="Days">Broken for more than so many days.</param>
public sealed record ConnectionsView(HealthView? Chosen, string? Brokerage, int? Days, string? Search)
{
    public const string Path = "/connections";
    public static readonly ConnectionsView Default = new(null, null, null, null);
    public static readonly IReadOnlyList<int> Ages = [1, 3, 7];

    /// <summary>Only what is assigned to whoever looks.</summary>
    public bool Mine { get; init; }
    public SnoozeView Snoozed { get; init; }

    /// <summary>Only broken ones that were probably connected anew.</summary>
    public bool Duplicates { get; init; }

    public HealthView Health => Chosen ?? (Search is null ? HealthView.Disabled : HealthView.All);

    /// <summary>Whether anything hides disabled connections.</summary>
    public bool IsNarrowed => Brokerage is not null || Days is not null || Search is not null || IsUncounted;

    /// <summary>Whether it depends on what the team has decided or on other connections, of which no count is kept.</summary>
    public bool IsUncounted => Mine || Snoozed != SnoozeView.Shown || Duplicates;

    /// <summary>From the address; what makes no sense in it counts as not said.</summary>
    public static ConnectionsView From(
        string? health,
        string? brokerage,
        int? days,
        string? search,
        string? mine = null,
        string? snoozed = null,
        string? duplicates = null
    ) =>
        new(
            Read<HealthView>(health),
            NullIfEmpty(brokerage),
            days is > 0 and <= 365 ? days : null,
            NullIfEmpty(search)
        )
        {
            Mine = bool.TryParse(mine, out var isMine) && isMine,
            Snoozed = Read<SnoozeView>(snoozed) ?? SnoozeView.Shown,
            Duplicates = bool.TryParse(duplicates, out var areDuplicates) && areDuplicates,
        };

    public string ToUri()
    {
        (string Name, string? Value)[] parts =
        [
            ("health", Chosen?.ToString()),
            ("brokerage", Brokerage),
            ("days", Days?.ToString(CultureInfo.InvariantCulture)),
            ("mine", Mine ? "true" : null),
            ("snoozed", Snoozed == SnoozeView.Shown ? null : Snoozed.ToString()),
            ("duplicates", Duplicates ? "true" : null),
            ("q", Search),
        ];
        var query = string.Join(
            '&',
            parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")
        );
        return query.Length == 0 ? Path : $"{Path}?{query}";
    }

    /// <param name="now">Ages and snoozes are told from it.</param>
    /// <param name="operatorId">Who looks.</param>
    public ConnectionFilter ToFilter(DateTimeOffset now, string operatorId) =>
        new()
        {
            Healths = Health switch
            {
                HealthView.Disabled => [Domain.Connections.Health.Disabled],
                HealthView.Healthy => [Domain.Connections.Health.Healthy],
                HealthView.Unknown => [Domain.Connections.Health.Unknown],
                HealthView.Deleted => [Domain.Connections.Health.Deleted],
                _ => [],
            },
            Awaiting = Health == HealthView.Verifying,
            Brokerage = Brokerage,
            BrokenBefore = Days is { } days ? now.AddDays(-days) : null,
            Search = Search,
            AssigneeId = Mine ? operatorId : null,
            SnoozedAt = Snoozed == SnoozeView.Only ? now : null,
            AwakeAt = Snoozed == SnoozeView.Hidden ? now : null,
            HasDuplicate = Duplicates,
        };

    /// <summary>Whether the change may have brought the connection into this list, other filters aside.</summary>
    public bool MayAdd(ConnectionChange change)
    {
        // What the team decides is told as a change that changes nothing of the connection, and a duplicate makes
        // another one fit.
        if (IsUncounted)
            return true;
        var isOther = change.Health != change.PreviousHealth;
        return Health switch
        {
            HealthView.Verifying => change.AwaitingVerification,
            HealthView.All => change.PreviousHealth is null
                || (isOther && change.Health == Domain.Connections.Health.Disabled),
            var view => isOther && change.Health.ToString() == view.ToString(),
        };
    }

    private static T? Read<T>(string? name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
