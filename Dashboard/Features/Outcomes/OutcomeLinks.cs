using Dashboard.Components.Navigation;
using Dashboard.Components.Time;
using Dashboard.Domain.Events;
using Dashboard.Domain.Outcomes;

namespace Dashboard.Features.Outcomes;

/// <summary>The lists behind the figures.</summary>
internal static class OutcomeLinks
{
    private const string History = "/history";

    /// <summary>The breaks of the period, in the history.</summary>
    /// <param name="zone">The operator's: the history is filtered by days.</param>
    public static string Broke(OutcomeFigures figures, TimeZoneInfo zone) =>
        PageAddress.With(
            History,
            ("type", EventTypes.ConnectionBroken),
            ("from", DayOf(figures.From, zone)),
            ("to", DayOf(figures.To.AddTicks(-1), zone))
        );

    public static string StillBroken(OutcomesView view) => StillBroken(view.Brokerage);

    public static string StillBroken(string? brokerage) =>
        PageAddress.With(ConnectionAddress.List, ("brokerage", brokerage));

    public static string NeverContacted(OutcomesView view) =>
        PageAddress.With(ConnectionAddress.List, ("brokerage", view.Brokerage), ("contacted", "never"));

    public static string ConnectedAgain(OutcomesView view) =>
        PageAddress.With(ConnectionAddress.List, ("brokerage", view.Brokerage), ("duplicates", "true"));

    private static string? DayOf(DateTimeOffset at, TimeZoneInfo zone) =>
        LocalDay.Text(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).Date));
}
