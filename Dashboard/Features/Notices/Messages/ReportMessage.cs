using Dashboard.Domain.Notices;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Time;
using Dashboard.Text;

namespace Dashboard.Features.Notices.Messages;

/// <summary>The monthly report.</summary>
internal static class ReportMessage
{
    /// <param name="facts">The figures.</param>
    /// <param name="clock">The team's.</param>
    /// <param name="link">The report's page without the month.</param>
    public static NoticeText Write(ReportFacts facts, TeamClock clock, string link)
    {
        var month = CalendarMonth.Read(facts.Month)!.Value;
        var before = month.Before.Name;
        return new NoticeText(Title(facts.Now, month), Summary(facts.Now), $"{link}?month={month.Text}")
        {
            Facts = [.. FactsOf(facts, before)],
            Lists =
            [
                ($"What changed most against {month.Before.Words}", ChangesOf(facts)),
                (
                    "Most breaks, by brokerage",
                    [
                        .. facts.Brokerages.Select(b =>
                            $"{b.Name}: {Counts.Of(b.Breaks, "break")}, {Counts.Number(b.Open)} still broken"
                        ),
                    ]
                ),
            ],
            Foot = $"As known at {clock.Moment(facts.AsOf)}; the page shows what is known now. {clock.Foot}",
        };
    }

    private static string Title(ReportFigures now, CalendarMonth month) =>
        $"{month.Words}: {Counts.Of(now.Breaks, "break")}"
        + (
            IsEnough(now) && now.MedianSeconds is { } median
                ? $", half repaired within {SpanText.Of(median)}"
                : ""
        );

    private static string Summary(ReportFigures now) =>
        now.Breaks == 0 ? "No connection broke."
        : now.Open == 0 ? "None of these connections is still broken."
        : $"{Counts.Number(now.Open)} of these {(now.Open == 1 ? "is" : "are")} still broken{(now.NeverContacted == 0 ? "" : $", {Counts.Number(now.NeverContacted)} of them never contacted")}.";

    private static IEnumerable<(string, string)> FactsOf(ReportFacts facts, string before)
    {
        var (now, then) = (facts.Now, facts.Before);
        string With(string figure, string earlier) => $"{figure} ({before}: {earlier})";
        string WithShare(string figure, string earlier) => IsEnough(then) ? With(figure, earlier) : figure;

        yield return ("Breaks", With(Counts.Number(now.Breaks), Counts.Number(then.Breaks)));
        if (IsEnough(now))
        {
            yield return ("Half repaired within", WithShare(Half(now), Half(then)));
            yield return ("Repaired in 24 hours", WithShare(Share(now.Day1), Share(then.Day1)));
            yield return ("Repaired in 7 days", WithShare(Share(now.Day7), Share(then.Day7)));
        }
        yield return ("Repaired", With(Counts.Number(now.Repaired), Counts.Number(then.Repaired)));
        yield return ("Still broken", With(Counts.Number(now.Open), Counts.Number(then.Open)));
    }

    private static IReadOnlyList<string> ChangesOf(ReportFacts facts) =>
        facts.Changes.Count > 0 ? facts.Changes
        : IsEnough(facts.Now) && IsEnough(facts.Before) ? ["No figure changed by more than chance."]
        : ["Too few breaks to compare."];

    private static bool IsEnough(ReportFigures figures) => figures.Breaks >= RepairCurve.FewestEpisodes;

    private static string Half(ReportFigures figures) =>
        figures.MedianSeconds is { } median ? SpanText.Of(median) : "not yet half";

    private static string Share(double? share) => share is { } known ? Counts.Percent(known) : "–";
}
