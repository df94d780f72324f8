using Dashboard.Components.Time;
using Dashboard.Domain.Events;

namespace Dashboard.Features.History;

/// <summary>What the history shows, as its address says it.</summary>
/// <param name="Search">Part of a user's id, name or e-mail address.</param>
/// <param name="From">First day, on the operator's calendar.</param>
/// <param name="To">Last day, on the operator's calendar; it is shown whole.</param>
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

    /// <summary>The first day comes after the last: nothing can lie between.</summary>
    public bool IsBackwards => From > To;

    public bool IsNarrowed => this != Default;

    /// <summary>From the address; what makes no sense in it counts as not said.</summary>
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
            NullIfEmpty(type),
            Enum.TryParse<EventSource>(source, ignoreCase: true, out var known) && Enum.IsDefined(known)
                ? known
                : null,
            NullIfEmpty(user),
            NullIfEmpty(connection),
            LocalDay.Read(from),
            LocalDay.Read(to),
            NullIfEmpty(search)
        );

    public string ToUri()
    {
        (string Name, string? Value)[] parts =
        [
            ("type", Type),
            ("source", Source?.ToString()),
            ("user", User),
            ("connection", Connection),
            ("from", LocalDay.Text(From)),
            ("to", LocalDay.Text(To)),
            ("q", Search),
        ];
        var query = string.Join(
            '&',
            parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")
        );
        return query.Length == 0 ? Path : $"{Path}?{query}";
    }

    /// <param name="zone">The operator's: a day begins at another time elsewhere.</param>
    public HistoryFilter ToFilter(TimeZoneInfo zone) =>
        new()
        {
            Types = Type is null ? [] : [Type],
            Source = Source,
            UserId = User,
            ConnectionId = Connection,
            Search = Search,
            From = From is { } from ? LocalDay.StartOf(from, zone) : null,
            To = To is { } to && to < DateOnly.MaxValue ? LocalDay.StartOf(to.AddDays(1), zone) : null,
        };

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
