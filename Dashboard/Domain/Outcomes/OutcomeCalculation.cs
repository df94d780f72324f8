using Dashboard.Domain.Reconnect;

namespace Dashboard.Domain.Outcomes;

/// <summary>Computes every figure of a cohort. Pure: screens, API, files and the report show the same numbers.</summary>
public static class OutcomeCalculation
{
    private const int MaxShown = 10;

    /// <summary>A connection that breaks this often in a period is a repeat breaker.</summary>
    public const int ManyBreaks = 3;

    /// <param name="cohort">The episodes that began in the period, after the filters; in any order.</param>
    public static OutcomeFigures Of(
        IReadOnlyCollection<EpisodeFacts> cohort,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset asOf
    )
    {
        int CountOf(CohortPart part) => cohort.Count(e => part.Includes(e));
        var curve = CurveOf(cohort);
        var isFew = cohort.Count < RepairCurve.FewestEpisodes;
        return new OutcomeFigures(from, to, asOf)
        {
            Episodes = cohort.Count,
            Repaired = CountOf(CohortPart.Repaired),
            Deleted = CountOf(CohortPart.Deleted),
            Open = CountOf(CohortPart.StillBroken),
            NeverContacted = CountOf(CohortPart.NeverContacted),
            Times = TimesOf(curve, cohort),
            Curve = isFew ? [] : PointsOf(curve, cohort, asOf),
            Few = isFew ? ShownOf(cohort) : [],
            Stages = StageTimes.Of(cohort),
            Funnel = ReconnectSteps.Of(cohort),
            RepairedWithoutUs = CountOf(CohortPart.RepairedWithoutUs),
            ConnectedAgain = CountOf(CohortPart.ConnectedAgain),
            Errors = ErrorsOf(cohort),
            ByBrokerage = BrokeragesOf(cohort),
            ByChannel = ChannelsOf(cohort),
            ByOperator = OperatorsOf(cohort),
            RepeatBreakers = RepeatBreakersOf(cohort),
        };
    }

    private static RepairCurve CurveOf(IEnumerable<EpisodeFacts> cohort) =>
        RepairCurve.Of(cohort.Select(e => new Observation(e.Lasted, e.Outcome)));

    // As in the worked examples: as far as the curve is known. The chart ends where nothing is known any more.
    private static RepairTimes TimesOf(RepairCurve curve, IReadOnlyCollection<EpisodeFacts> cohort)
    {
        double? ShareBy(int days) => cohort.Count > 0 ? curve.ShareBy(days * CurveGrid.Day) : null;
        return new RepairTimes(curve.Within(0.5), curve.Within(0.9), ShareBy(1), ShareBy(7), ShareBy(30));
    }

    // Of a time that no episode began ago, nothing is known.
    private static IReadOnlyList<CurvePoint> PointsOf(
        RepairCurve curve,
        IReadOnlyCollection<EpisodeFacts> cohort,
        DateTimeOffset asOf
    )
    {
        var longest = LongestAgo(cohort, asOf);
        return
        [
            .. CurveGrid
                .Seconds.Where(seconds => seconds <= longest)
                .Select(seconds =>
                    (curve.At(seconds) ?? new CurvePoint(0, 0, 0, 0)) with
                    {
                        Seconds = seconds,
                    }
                ),
        ];
    }

    private static double LongestAgo(IReadOnlyCollection<EpisodeFacts> cohort, DateTimeOffset asOf) =>
        cohort.Count == 0 ? -1 : (asOf - cohort.Min(e => e.StartedAt)).TotalSeconds;

    private static List<ShownEpisode> ShownOf(IEnumerable<EpisodeFacts> cohort) =>
        [
            .. cohort
                .OrderByDescending(e => e.StartedAt)
                .ThenBy(e => e.ConnectionId, StringComparer.Ordinal)
                .Select(e => new ShownEpisode(
                    e.ConnectionId,
                    e.StartedAt,
                    e.Lasted,
                    e.IsOpen ? null : e.IsRepaired
                )),
        ];

    private static List<ErrorCount> ErrorsOf(IEnumerable<EpisodeFacts> cohort) =>
        [
            .. cohort
                .SelectMany(e => e.Errors)
                .CountBy(error => error)
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key)
                .Select(pair => new ErrorCount(pair.Key, pair.Value)),
        ];

    private static List<BrokerageOutcome> BrokeragesOf(IReadOnlyCollection<EpisodeFacts> cohort) =>
        [
            .. cohort
                .GroupBy(e => e.BrokerageId, StringComparer.Ordinal)
                .Select(group => BrokerageOf(group.Key, [.. group]))
                .OrderByDescending(b => b.Episodes)
                .ThenBy(b => b.BrokerageId, StringComparer.Ordinal),
        ];

    private static BrokerageOutcome BrokerageOf(string? id, List<EpisodeFacts> episodes)
    {
        var times = TimesOf(CurveOf(episodes), episodes);
        return new BrokerageOutcome(
            id,
            episodes.Count,
            episodes.Count(e => e.IsOpen),
            times.MedianSeconds,
            times.Day7,
            ErrorsOf(episodes).FirstOrDefault()
        );
    }

    private static List<ChannelOutcome> ChannelsOf(IReadOnlyCollection<EpisodeFacts> cohort) =>
        [.. Enum.GetValues<LinkOrigin>().Select(channel => ChannelOf(channel, cohort))];

    private static ChannelOutcome ChannelOf(LinkOrigin channel, IReadOnlyCollection<EpisodeFacts> cohort)
    {
        var started = cohort.Where(e => e.Channel == channel).ToList();
        return new ChannelOutcome(
            channel,
            cohort.Count(e => e.IsContactedBy(channel)),
            started.Count,
            started.Count(e => e.IsRepairedByUs),
            CurveOf(started).Within(0.5)
        );
    }

    private static List<OperatorOutcome> OperatorsOf(IEnumerable<EpisodeFacts> cohort) =>
        [
            .. cohort
                .Where(e => e.Operator is not null)
                .GroupBy(e => e.Operator!, StringComparer.Ordinal)
                .Select(group => new OperatorOutcome(
                    group.Key,
                    group.Count(),
                    group.Count(e => e.IsRepairedByUs),
                    CurveOf(group).Within(0.5)
                ))
                .OrderByDescending(o => o.Repaired)
                .ThenBy(o => o.Operator, StringComparer.Ordinal)
                .Take(MaxShown),
        ];

    private static List<RepeatBreaker> RepeatBreakersOf(IEnumerable<EpisodeFacts> cohort) =>
        [
            .. cohort
                .CountBy(e => e.ConnectionId, StringComparer.Ordinal)
                .Where(pair => pair.Value >= ManyBreaks)
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(MaxShown)
                .Select(pair => new RepeatBreaker(pair.Key, pair.Value)),
        ];
}
