using CsvHelper;
using Dashboard.Api;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Dashboard.Text;

namespace Dashboard.Features.Outcomes;

/// <summary>A figure as a line of the file. Shares are 0 to 1.</summary>
/// <param name="Period"><c>Now</c> or <c>Before</c>.</param>
/// <param name="Part">The table that it belongs to.</param>
/// <param name="Item">The row of that table.</param>
/// <param name="Low">The lower limit of the band of 95 %.</param>
[CsvRecord]
internal sealed partial record OutcomeLine(
    string Period,
    string? From,
    string? To,
    string? AsOf,
    string Part,
    string Item,
    int? Breaks,
    int? StillBroken,
    int? Repaired,
    int? Seconds,
    double? Share,
    double? Low,
    double? High
);

/// <summary>Figures as lines.</summary>
internal static class OutcomeLines
{
    public static IEnumerable<OutcomeLine> Of(
        OutcomeComparison figures,
        IReadOnlyDictionary<string, Brokerage> brokerages
    ) => Of("Now", figures.Now, brokerages).Concat(Of("Before", figures.Before, brokerages));

    private static IEnumerable<OutcomeLine> Of(
        string period,
        OutcomeFigures figures,
        IReadOnlyDictionary<string, Brokerage> brokerages
    )
    {
        OutcomeLine Line(string part, string item) =>
            new(
                period,
                ListExport.Time(figures.From),
                ListExport.Time(figures.To),
                ListExport.Time(figures.AsOf),
                part,
                item,
                null,
                null,
                null,
                null,
                null,
                null,
                null
            );
        yield return Line("Figures", "All") with
        {
            Breaks = figures.Episodes,
            StillBroken = figures.Open,
            Repaired = figures.Repaired,
            Seconds = figures.Times.MedianSeconds,
            Share = figures.Times.Day7,
        };
        yield return Line("Figures", "Deleted") with
        {
            Breaks = figures.Deleted,
        };
        yield return Line("Figures", "Never contacted") with
        {
            StillBroken = figures.NeverContacted,
        };
        yield return Line("Figures", "Repaired without us") with
        {
            Repaired = figures.RepairedWithoutUs,
        };
        yield return Line("Figures", "Connected again") with
        {
            Breaks = figures.ConnectedAgain,
        };
        yield return Line("Figures", "Repaired in 1 day") with
        {
            Share = figures.Times.Day1,
        };
        yield return Line("Figures", "Repaired in 7 days") with
        {
            Share = figures.Times.Day7,
        };
        yield return Line("Figures", "Repaired in 30 days") with
        {
            Share = figures.Times.Day30,
        };
        foreach (var point in figures.Curve)
            yield return Line("Curve", SpanText.Of(point.Seconds)) with
            {
                Seconds = point.Seconds,
                Share = point.Share,
                Low = point.Low,
                High = point.High,
            };
        foreach (var stage in figures.Stages)
            yield return Line("Stages", $"{stage.From} to {stage.To}") with
            {
                Seconds = stage.MedianSeconds,
            };
        foreach (var step in figures.Funnel)
            yield return Line("Steps", step.Step.ToString()) with
            {
                Breaks = step.Count,
                Seconds = step.MedianSeconds,
            };
        foreach (var error in figures.Errors)
            yield return Line("Errors", OutcomeWords.Of(error.Error)) with
            {
                Breaks = error.Episodes,
            };
        foreach (var row in figures.ByBrokerage)
            yield return Line("Brokerages", NameOf(row.BrokerageId, brokerages)) with
            {
                Breaks = row.Episodes,
                StillBroken = row.Open,
                Seconds = row.MedianSeconds,
                Share = row.RepairedIn7Days,
            };
        foreach (var row in figures.ByChannel)
            yield return Line("Channels", OutcomeWords.Of(row.Channel)) with
            {
                Breaks = row.Started,
                Repaired = row.Repaired,
                Seconds = row.MedianSeconds,
            };
        foreach (var row in figures.ByOperator)
            yield return Line("Operators", row.Operator) with
            {
                Breaks = row.Started,
                Repaired = row.Repaired,
                Seconds = row.MedianSeconds,
            };
        foreach (var row in figures.RepeatBreakers)
            yield return Line("Repeat breakers", row.ConnectionId) with
            {
                Breaks = row.Breaks,
            };
    }

    private static string NameOf(string? id, IReadOnlyDictionary<string, Brokerage> brokerages) =>
        id is null ? "Unknown" : brokerages.GetValueOrDefault(id)?.Name ?? id;
}
