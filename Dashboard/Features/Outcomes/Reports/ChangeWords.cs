using System.Globalization;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Dashboard.Text;

namespace Dashboard.Features.Outcomes.Reports;

/// <summary>How a change reads.</summary>
internal static class ChangeWords
{
    /// <summary>"More connections broke: 23 a day, after 20.1 in September."</summary>
    /// <param name="change">The change.</param>
    /// <param name="before">The name of the period before.</param>
    /// <param name="brokerages">All, by id.</param>
    public static string Of(
        OutcomeChange change,
        string before,
        IReadOnlyDictionary<string, Brokerage> brokerages
    ) =>
        change.Figure is ChangedFigure.Breaks or ChangedFigure.BrokerageBreaks
            ? $"{SubjectOf(change, brokerages)}: {Rate(change.Now)} a day, after {Rate(change.Before)} in {before}."
            : $"{SubjectOf(change, brokerages)}: {Counts.Percent(change.Now)}, after {Counts.Percent(change.Before)} in {before}.";

    private static string SubjectOf(
        OutcomeChange change,
        IReadOnlyDictionary<string, Brokerage> brokerages
    ) =>
        change.Figure switch
        {
            ChangedFigure.Breaks => $"{More(change)} connections broke",
            ChangedFigure.BrokerageBreaks =>
                $"{More(change)} connections at {NameOf(change.BrokerageId!, brokerages)} broke",
            ChangedFigure.Repaired =>
                $"Repairs were {(change.IsMore ? "faster" : "slower")}, by the share repaired within {(change.Days == 1 ? "a day" : $"{change.Days} days")}",
            ChangedFigure.Error =>
                $"{More(change)} breaks had an attempt with the error “{OutcomeWords.Of(change.Error!.Value).ToLowerInvariant()}”",
            _ => $"{More(change)} {StepOf(change.Step!.Value)}",
        };

    private static string StepOf(OutcomeStep step) =>
        step switch
        {
            OutcomeStep.Contacted => "customers were contacted after a break",
            OutcomeStep.Opened => "customers opened the link after they were contacted",
            OutcomeStep.Started => "customers started at SnapTrade after they opened the link",
            OutcomeStep.Returned => "customers came back from SnapTrade’s portal after they started",
            _ => "connections were repaired after the customer came back from the portal",
        };

    private static string More(OutcomeChange change) => change.IsMore ? "More" : "Fewer";

    private static string Rate(double perDay) => perDay.ToString("#,##0.#", CultureInfo.InvariantCulture);

    private static string NameOf(string id, IReadOnlyDictionary<string, Brokerage> brokerages) =>
        Bidi.Isolate(brokerages.GetValueOrDefault(id)?.Name ?? Ids.Short(id));
}
