using Dashboard.Components.Navigation;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Outcomes;

/// <summary>
/// The lists behind the figures: each has what its figure counts. Where one can work on the connections, the list of
/// connections, when its filters can express the cohort; else the list of breaks.
/// </summary>
internal static class OutcomeLinks
{
    public static string Of(OutcomeFigures figures, OutcomesView view, CohortPart part) =>
        part is CohortPart.StillBroken or CohortPart.NeverContacted && IsOfConnections(view)
            ? PageAddress.With(
                ConnectionAddress.List,
                ("brokerage", view.Brokerage),
                ("since", ConnectionAddress.Moment(figures.From)),
                ("contacted", part == CohortPart.NeverContacted ? "never" : null)
            )
            : new BreaksView(view, new CohortSelection(part)).ToUri();

    /// <summary>The breaks with an error at the portal.</summary>
    public static string Of(OutcomesView view, PortalError error) =>
        new BreaksView(view, CohortSelection.All with { Error = error }).ToUri();

    /// <summary>The breaks whose customers were contacted in this way.</summary>
    public static string Of(OutcomesView view, LinkOrigin contact) =>
        new BreaksView(view, CohortSelection.All with { Contact = contact }).ToUri();

    // Connections are not filtered by who repairs them, and what broke after a period is still broken, too.
    private static bool IsOfConnections(OutcomesView view) =>
        view is { IsCustom: false, Channel: null, Operator: null };
}
