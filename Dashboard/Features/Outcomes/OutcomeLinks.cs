using Dashboard.Components.Navigation;
using Dashboard.Data.Outcomes;
using Dashboard.Domain.Outcomes;

namespace Dashboard.Features.Outcomes;

/// <summary>
/// The lists behind the figures: each has what its figure counts. Where one can work on the connections, the list of
/// connections, when its filters can express the cohort; else the list of breaks.
/// </summary>
internal static class OutcomeLinks
{
    /// <returns>Null when there are too many to list.</returns>
    public static string? Of(OutcomeFigures figures, OutcomesView view, CohortPart part) =>
        part is CohortPart.StillBroken or CohortPart.NeverContacted && IsOfConnections(view)
            ? PageAddress.With(
                ConnectionAddress.List,
                ("brokerage", view.Brokerage),
                ("since", ConnectionAddress.Moment(figures.From)),
                ("contacted", part == CohortPart.NeverContacted ? "never" : null)
            )
        : figures.Episodes > OutcomeReader.MaxListed ? null
        : new BreaksView(view, part).ToUri();

    // Connections are not filtered by who repairs them, and what broke after a period is still broken, too.
    private static bool IsOfConnections(OutcomesView view) =>
        view is { IsCustom: false, Channel: null, Operator: null };
}
