using Dashboard.Components.Navigation;
using Dashboard.Components.Time;
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
    public const string Path = "/history";
    public static readonly HistoryView Default = new(null, null, null, null, null, null);

    /// <summary>Whether the first day comes after the last.</summary>
    public bool IsBackwards => From > To;

    public bool IsNarrowed => this != Default;

    /// <summary>Reads the address; values that are not valid are ignored.</summary>
    public static HistoryView Read(
        string? type,
        string? source,
        string? user,
        string? connection,
        string? from,
        string? to,
        string? search = null
    ) =>
        new(
            PageAddress.Text(type),
            PageAddress.Choice<EventSource>(source),
            PageAddress.Text(user),
            PageAddress.Text(connection),
            LocalDay.Read(from),
            LocalDay.Read(to),
            PageAddress.Text(search)
        );

    /// <param name="zone">The operator's, for the export: it decides when a day begins.</param>
    public string ToUri(TimeZoneInfo? zone = null) =>
        PageAddress.With(
            Path,
            ("type", Type),
            ("source", Source?.ToString()),
            ("user", User),
            ("connection", Connection),
            ("from", LocalDay.Text(From)),
            ("to", LocalDay.Text(To)),
            ("q", Search),
            ("zone", zone?.Id)
        );

    /// <param name="zone">The operator's; decides when a day begins.</param>
    public HistoryFilter ToFilter(TimeZoneInfo zone) =>
        new()
        {
            Types = Type is null ? [] : [Type],
            Source = Source,
            UserId = User,
            ConnectionId = Connection,
            Search = Search,
            WithoutCopies = true,
            From = From is { } from ? LocalDay.StartOf(from, zone) : null,
            To = To is { } to && to < DateOnly.MaxValue ? LocalDay.StartOf(to.AddDays(1), zone) : null,
        };
}
