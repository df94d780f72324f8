using Dashboard.Components.Navigation;
using Dashboard.Components.Time;

namespace Dashboard.Features.Outcomes;

/// <summary>The lists behind the figures.</summary>
internal static class OutcomeLinks
{
    private const string History = "/history";

    /// <summary>The breaks, in the history.</summary>
    public static string Broke(OutcomesView view) =>
        PageAddress.With(
            History,
            ("type", "CONNECTION_BROKEN"),
            ("from", LocalDay.Text(view.From)),
            ("to", LocalDay.Text(view.To))
        );

    public static string StillBroken(OutcomesView view) => StillBroken(view.Brokerage);

    public static string StillBroken(string? brokerage) =>
        PageAddress.With(ConnectionAddress.List, ("brokerage", brokerage));

    public static string NeverContacted(OutcomesView view) =>
        PageAddress.With(ConnectionAddress.List, ("brokerage", view.Brokerage), ("contacted", "never"));

    public static string ConnectedAgain(OutcomesView view) =>
        PageAddress.With(ConnectionAddress.List, ("brokerage", view.Brokerage), ("duplicates", "true"));
}
