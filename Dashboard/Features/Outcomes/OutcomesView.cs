using System.Globalization;
using Dashboard.Components.Navigation;
using Dashboard.Components.Time;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Dashboard.Domain.Time;

namespace Dashboard.Features.Outcomes;

/// <summary>The period and the filters of the figures, as in the URL.</summary>
/// <param name="Days">The last days, see <see cref="OutcomeRequest.IsKnown"/>; without effect beside a period of one's own.</param>
/// <param name="From">First day of a period of one's own.</param>
/// <param name="To">Its last day; it is included.</param>
/// <param name="Brokerage">A brokerage's slug or id.</param>
/// <param name="Operator">Who made the last link that was started.</param>
/// <param name="Zone">The zone in which days begin; null: the operator's.</param>
public sealed record OutcomesView(
    int? Days,
    DateOnly? From,
    DateOnly? To,
    string? Brokerage,
    LinkOrigin? Channel,
    string? Operator,
    string? Zone = null
)
{
    public const string Path = "/outcomes";
    public static readonly OutcomesView Default = new(null, null, null, null, null, null);

    // Dates of the calendar, on which a period before them exists too.
    private static readonly DateOnly FirstDay = new(2000, 1, 1);
    private static readonly DateOnly LastDay = new(2999, 12, 31);

    /// <summary>Whether both days of a period of one's own are known, and nothing is wrong with it.</summary>
    public bool IsCustom => From is not null && To is not null && Problem is null;
    public int ShownDays => Days ?? OutcomeRequest.DefaultDays;
    public bool IsFiltered => Brokerage is not null || Channel is not null || Operator is not null;

    /// <summary>What is wrong with a period of one's own; null: nothing.</summary>
    public string? Problem =>
        From > To ? "The first day is after the last."
        : To?.DayNumber - From?.DayNumber >= OutcomeQuery.MaxPeriod.Days
            ? $"Choose at most {OutcomeQuery.MaxPeriod.Days} days."
        : null;

    /// <summary>Reads the address; values that are not valid are ignored.</summary>
    public static OutcomesView Read(
        string? days,
        string? from,
        string? to,
        string? brokerage,
        string? channel,
        string? @operator,
        string? zone
    ) =>
        new(
            int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && OutcomeRequest.IsKnown(number)
                ? number
                : null,
            DayOf(from),
            DayOf(to),
            PageAddress.Text(brokerage),
            PageAddress.Choice<LinkOrigin>(channel),
            PageAddress.Text(@operator),
            ZoneNames.Find(zone) is null ? null : zone
        );

    /// <param name="zone">The operator's, for the export: it decides when a day begins, unless the view has a zone.</param>
    public string ToUri(TimeZoneInfo? zone = null) =>
        PageAddress.With(Path, [.. (this with { Zone = Zone ?? zone?.Id }).Values()]);

    /// <summary>The period and the filters as addresses say them.</summary>
    public IReadOnlyList<(string Name, string? Value)> Values() =>
        [
            ("days", Days?.ToString(CultureInfo.InvariantCulture)),
            ("from", LocalDay.Text(From)),
            ("to", LocalDay.Text(To)),
            ("brokerage", Brokerage),
            ("channel", Channel?.ToString()),
            ("operator", Operator),
            ("zone", Zone),
        ];

    /// <param name="zone">The operator's; decides when a day begins, unless the view has a zone.</param>
    /// <param name="brokerages">All, by id.</param>
    public OutcomeRequest ToRequest(TimeZoneInfo zone, IReadOnlyDictionary<string, Brokerage> brokerages)
    {
        var days = ZoneNames.Find(Zone) ?? zone;
        var period = this is { IsCustom: true, From: { } from, To: { } to }
            ? new OutcomeRequest(null, LocalDay.StartOf(from, days), LocalDay.StartOf(to.AddDays(1), days))
            : new OutcomeRequest(ShownDays);
        return period with
        {
            BrokerageId = OutcomeQueries.IdOf(Brokerage, brokerages),
            Channel = Channel,
            Operator = Operator,
        };
    }

    private static DateOnly? DayOf(string? text) =>
        LocalDay.Read(text) is { } day && day >= FirstDay && day <= LastDay ? day : null;
}
