using Dashboard.Components.Navigation;
using Dashboard.Components.Time;
using Dashboard.Domain;
using Dashboard.Domain.Events;

namespace Dashboard.Features.History;

/// <summary>The filters of the history, as in its URL.</summary>
/// <param name="Search">Words that each begin a word of a user's id, name or e-mail address.</param>
/// <param name="From">First day, on the operator's calendar.</param>
/// <param name="To">Last day, on the operator's calendar; it is included.</param>
public sealed record HistoryView(
    string? Type,
    EventSource? Source,
    string? User,
    string? Connection,
    DateOnly? From,
    DateOnly? To,
    string? Search = null
)
{
    public const string Path = EventAddress.List;
    public static readonly HistoryView Default = new(null, null, null, null, null, null);

    /// <summary>A brokerage's slug or id.</summary>
    public string? Brokerage { get; init; }

    /// <summary>A period that ends now; days that are set count before it.</summary>
    public HistorySpan? Last
    {
        get => From is null && To is null ? field : null;
        init;
    }

    /// <summary>Whether the first day comes after the last.</summary>
    public bool IsBackwards => From > To;

    public bool IsNarrowed => this with { Sort = default } != Default;

    /// <summary>The order that was chosen; see <see cref="Order"/>.</summary>
    public TimeOrder Sort { get; init; }

    /// <summary>
    /// Whether the list can be turned round. What many users or the connections of a brokerage did is found by walking through
    /// the history, whose beginning may hold none of it.
    /// </summary>
    public bool IsSortable => Search is null && Brokerage is null;

    /// <summary>The order of the list.</summary>
    public TimeOrder Order => IsSortable ? Sort : default;

    /// <summary>Reads the query of an address; values that are not valid are ignored.</summary>
    public static HistoryView Read(Func<string, string?> value) =>
        new(
            PageAddress.Text(value("type")),
            PageAddress.Choice<EventSource>(value("source")),
            PageAddress.Text(value("user")),
            PageAddress.Text(value("connection")),
            LocalDay.Read(value("from")),
            LocalDay.Read(value("to")),
            PageAddress.Text(value("q"))
        )
        {
            Brokerage = PageAddress.Text(value("brokerage")),
            Last = HistorySpans.Read(value("last")),
            Sort = PageAddress.Choice<TimeOrder>(value("sort")) ?? default,
        };

    /// <param name="zone">The operator's, for the export: it decides when a day begins.</param>
    public string ToUri(TimeZoneInfo? zone = null) =>
        PageAddress.With(
            Path,
            ("type", Type),
            ("source", Source?.ToString()),
            ("brokerage", Brokerage),
            ("user", User),
            ("connection", Connection),
            ("last", Last?.Word()),
            ("from", LocalDay.Text(From)),
            ("to", LocalDay.Text(To)),
            ("sort", PageAddress.Word(Sort)),
            ("q", Search),
            ("zone", zone?.Id)
        );

    /// <param name="now">Decides when presets begin.</param>
    /// <param name="zone">The operator's; decides when a day begins.</param>
    public HistoryFilter ToFilter(DateTimeOffset now, TimeZoneInfo zone) =>
        new()
        {
            Types = Type is null ? [] : [Type],
            Source = Source,
            Brokerage = Brokerage,
            UserId = User,
            ConnectionId = Connection,
            Search = Search,
            WithoutCopies = true,
            Order = Order,
            From = From is { } from ? LocalDay.StartOf(from, zone) : Last?.From(now, zone),
            To = To is { } to && to < DateOnly.MaxValue ? LocalDay.StartOf(to.AddDays(1), zone) : null,
        };
}
