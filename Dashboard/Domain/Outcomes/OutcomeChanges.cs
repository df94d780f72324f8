namespace Dashboard.Domain.Outcomes;

/// <summary>
/// What changed most between two periods: the differences that are the largest beside their noise, each measured in its
/// standard error, as if breaks were independent. Both periods must be known for equally long after their end: otherwise the
/// earlier one had more time.
/// </summary>
public static class OutcomeChanges
{
    public const int MaxShown = 3;

    /// <summary>Smaller differences are what chance makes of equal periods 19 times of 20.</summary>
    public const double LeastScore = 1.96;

    // The band's width on its scale, in standard errors.
    private const double BandWidth = 2 * 1.959963984540054;
    private static readonly int[] Days = [1, 7];

    /// <summary>
    /// The largest change first; at most one about brokerages, errors and the speed of repairs each. None when a period has too
    /// few breaks: perhaps nothing was recorded yet.
    /// </summary>
    public static IReadOnlyList<OutcomeChange> Of(OutcomeFigures now, OutcomeFigures before) =>
        !AreComparable(now, before)
            ? []
            :
            [
                .. Breaks(now, before)
                    .Concat(Largest(Brokerages(now, before)))
                    .Concat(Largest(Repairs(now, before)))
                    .Concat(Steps(now, before))
                    .Concat(Largest(Errors(now, before)))
                    .Where(change => Math.Abs(change.Score) >= LeastScore)
                    .OrderByDescending(change => Math.Abs(change.Score))
                    .ThenBy(change => change.Figure)
                    .Take(MaxShown),
            ];

    /// <summary>Whether both periods have enough breaks for a comparison.</summary>
    public static bool AreComparable(OutcomeFigures now, OutcomeFigures before) =>
        IsEnough(now.Episodes) && IsEnough(before.Episodes);

    private static IEnumerable<OutcomeChange> Breaks(OutcomeFigures now, OutcomeFigures before) =>
        Rate(ChangedFigure.Breaks, (now.Episodes, DaysOf(now)), (before.Episodes, DaysOf(before)));

    private static IEnumerable<OutcomeChange> Brokerages(OutcomeFigures now, OutcomeFigures before)
    {
        var (counts, earlier) = (Counts(now), Counts(before));
        var ids = counts.Keys.Union(earlier.Keys, StringComparer.Ordinal).ToList();
        // The breaks of the only one are all breaks.
        return ids.Count == 1
            ? []
            : ids.Order(StringComparer.Ordinal)
                .SelectMany(id =>
                    Rate(
                            ChangedFigure.BrokerageBreaks,
                            (counts.GetValueOrDefault(id), DaysOf(now)),
                            (earlier.GetValueOrDefault(id), DaysOf(before))
                        )
                        .Select(change => change with { BrokerageId = id })
                );
    }

    private static IEnumerable<OutcomeChange> Repairs(OutcomeFigures now, OutcomeFigures before) =>
        from days in Days
        let point = PointAt(now, days)
        let earlier = PointAt(before, days)
        where point is not null && earlier is not null
        let error = Math.Sqrt(Square(ErrorOf(point)) + Square(ErrorOf(earlier)))
        select new OutcomeChange(
            ChangedFigure.Repaired,
            point.Share,
            earlier.Share,
            (OnScale(earlier.Share) - OnScale(point.Share)) / error
        )
        {
            Days = days,
        };

    private static IEnumerable<OutcomeChange> Steps(OutcomeFigures now, OutcomeFigures before) =>
        Enumerable
            .Range(1, Math.Max(0, Math.Min(now.Funnel.Count, before.Funnel.Count) - 1))
            .SelectMany(i =>
                Share(
                        ChangedFigure.Step,
                        (now.Funnel[i].Count, now.Funnel[i - 1].Count),
                        (before.Funnel[i].Count, before.Funnel[i - 1].Count)
                    )
                    .Select(change => change with { Step = now.Funnel[i].Step })
            );

    private static IEnumerable<OutcomeChange> Errors(OutcomeFigures now, OutcomeFigures before) =>
        Enum.GetValues<PortalError>()
            .SelectMany(error =>
                Share(
                        ChangedFigure.Error,
                        (Count(now, error), now.Episodes),
                        (Count(before, error), before.Episodes)
                    )
                    .Select(change => change with { Error = error })
            );

    // The number of independent events in a time varies by its square root.
    private static IEnumerable<OutcomeChange> Rate(
        ChangedFigure figure,
        (int Count, double Days) now,
        (int Count, double Days) before
    )
    {
        if (!IsEnough(Math.Max(now.Count, before.Count)))
            yield break;
        var (rate, earlier) = (now.Count / now.Days, before.Count / before.Days);
        var error = Math.Sqrt(now.Count / Square(now.Days) + before.Count / Square(before.Days));
        yield return new OutcomeChange(figure, rate, earlier, (rate - earlier) / error);
    }

    // Two shares that are equal in truth are estimated together.
    private static IEnumerable<OutcomeChange> Share(
        ChangedFigure figure,
        (int Count, int Of) now,
        (int Count, int Of) before
    )
    {
        if (!IsEnough(now.Of) || !IsEnough(before.Of))
            yield break;
        var both = (double)(now.Count + before.Count) / (now.Of + before.Of);
        var error = Math.Sqrt(both * (1 - both) * (1.0 / now.Of + 1.0 / before.Of));
        if (error == 0)
            yield break;
        var (share, earlier) = ((double)now.Count / now.Of, (double)before.Count / before.Of);
        yield return new OutcomeChange(figure, share, earlier, (share - earlier) / error);
    }

    private static IEnumerable<OutcomeChange> Largest(IEnumerable<OutcomeChange> changes) =>
        changes.OrderByDescending(change => Math.Abs(change.Score)).Take(1);

    private static bool IsEnough(int episodes) => episodes >= RepairCurve.FewestEpisodes;

    private static double DaysOf(OutcomeFigures figures) => (figures.To - figures.From).TotalDays;

    private static Dictionary<string, int> Counts(OutcomeFigures figures) =>
        figures
            .ByBrokerage.Where(b => b.BrokerageId is not null)
            .ToDictionary(b => b.BrokerageId!, b => b.Episodes, StringComparer.Ordinal);

    private static int Count(OutcomeFigures figures, PortalError error) =>
        figures.Errors.FirstOrDefault(e => e.Error == error)?.Episodes ?? 0;

    // None and all have no band, and too few episodes have no curve.
    private static CurvePoint? PointAt(OutcomeFigures figures, int days) =>
        figures.Curve.FirstOrDefault(p => p.Seconds == days * CurveGrid.Day) is { } point
        && point.Low < point.High
            ? point
            : null;

    // The scale on which the band is symmetrical; it falls while the share grows.
    private static double OnScale(double share) => Math.Log(-Math.Log(share));

    private static double ErrorOf(CurvePoint point) => (OnScale(point.Low) - OnScale(point.High)) / BandWidth;

    private static double Square(double number) => number * number;
}
