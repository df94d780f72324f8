using System.Globalization;
using Dashboard.Components.Navigation;
using Dashboard.Components.Time;
using Dashboard.Domain;
using Dashboard.Domain.Audit;

namespace Dashboard.Features.Team.Audit;

/// <summary>The filters of the audit screen, as in its address.</summary>
/// <param name="Who">An operator's or an API key's id, or <see cref="AuditFilter.Nobody"/>.</param>
/// <param name="From">First day, on the operator's calendar.</param>
/// <param name="To">Last day, on the operator's calendar; it is shown whole.</param>
public sealed record AuditView(
    string? Who,
    string? Action,
    string? Subject,
    AuditResult? Result,
    DateOnly? From,
    DateOnly? To
)
{
    public const string Path = "/audit";
    public static readonly AuditView Default = new(null, null, null, null, null, null);

    /// <summary>Whether the first day comes after the last, so that nothing matches.</summary>
    public bool IsBackwards => From > To;

    public bool IsNarrowed => this with { Sort = default } != Default;

    /// <summary>The order that was chosen; see <see cref="Order"/>.</summary>
    public TimeOrder Sort { get; init; }

    /// <summary>
    /// Whether the list can be turned round. Entries are read by number, so the oldest of a period would be found by walking
    /// through all before it.
    /// </summary>
    public bool IsSortable => From is null;

    /// <summary>The order of the list.</summary>
    public TimeOrder Order => IsSortable ? Sort : default;

    /// <summary>From the address; invalid values count as not set.</summary>
    public static AuditView Read(
        string? who,
        string? action,
        string? subject,
        string? result,
        string? from,
        string? to,
        string? sort = null
    ) =>
        new(
            PageAddress.Text(who),
            PageAddress.Text(action),
            PageAddress.Text(subject),
            PageAddress.Choice<AuditResult>(result),
            LocalDay.Read(from),
            LocalDay.Read(to)
        )
        {
            Sort = PageAddress.Choice<TimeOrder>(sort) ?? default,
        };

    public string ToUri() => Uri(Path, LocalDay.Text(From), LocalDay.Text(To));

    /// <summary>The address of the download with the same filters and order.</summary>
    /// <param name="zone">The operator's time zone, which the download does not know: days become instants here.</param>
    public string ToExportUri(TimeZoneInfo zone)
    {
        var filter = ToFilter(zone);
        return (this with { Sort = Order }).Uri(AuditExport.Path, Text(filter.From), Text(filter.To));
    }

    /// <param name="zone">The operator's time zone, in which days begin.</param>
    public AuditFilter ToFilter(TimeZoneInfo zone) =>
        new()
        {
            ActorId = Who,
            Action = Action,
            Subject = Subject,
            Result = Result,
            From = From is { } from ? LocalDay.StartOf(from, zone) : null,
            To = To is { } to && to < DateOnly.MaxValue ? LocalDay.StartOf(to.AddDays(1), zone) : null,
            Order = Order,
        };

    private string Uri(string path, string? from, string? to) =>
        PageAddress.With(
            path,
            ("who", Who),
            ("action", Action),
            ("subject", Subject),
            ("result", Result?.ToString()),
            ("from", from),
            ("to", to),
            ("sort", PageAddress.Word(Sort))
        );

    private static string? Text(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
