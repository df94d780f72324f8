namespace Dashboard.Domain.Incidents;

/// <summary>
/// The usual breaks of a brokerage around this time of day, from its own last 28 days. Uses the worst period of the same
/// length within an hour before and after this time on each day, so that a nightly burst counts as usual, also after
/// the clocks change.
/// </summary>
/// <param name="Mean">Breaks that a stretch of this length usually has.</param>
/// <param name="Worst">Breaks that the worst stretch of a day usually has.</param>
/// <param name="Dispersion">
/// How much more than by chance days differ: the variance of the worst is <c>Worst + Dispersion × Worst²</c>, that
/// of a negative binomial distribution.
/// </param>
public sealed record UsualBreaks(double Mean, double Worst, double Dispersion)
{
    public const int Days = 28;

    /// <summary>The allowed shift between days: an hour, as when the clocks change.</summary>
    private const int Drift = 12;

    /// <summary>The assumption without history: a connection breaks about once a month.</summary>
    private const double StepsBetweenBreaks = 30 * BreakSeries.StepsPerDay;

    /// <summary>One of this many days is left out as the worst, so that a past outage does not hide the next.</summary>
    private const int DaysPerOutage = 14;

    /// <summary>A smaller number can't be distinguished from none.</summary>
    private const double LeastWorst = 0.01;

    public static UsualBreaks Of(BreakSeries series, long last, int steps, BrokerageSituation situation)
    {
        List<(int Worst, double Mean)> days = [];
        for (var day = 1; day <= Days; day++)
        {
            var then = last - day * BreakSeries.StepsPerDay;
            if (situation.IsOrdinary(then - Drift - steps + 1, then + Drift))
                days.Add(About(series, then, steps));
        }
        days.Sort();
        days.RemoveRange(days.Count - days.Count / DaysPerOutage, days.Count / DaysPerOutage);
        return Of(days, situation.Connections * steps / StepsBetweenBreaks);
    }

    /// <summary>
    /// How surprising a number of breaks is, in nats: its probability is at most <c>e</c> to the minus this. It is
    /// Chernoff's bound on the tail of the negative binomial distribution, which errs towards no alarm.
    /// </summary>
    public double Surprise(int breaks)
    {
        if (breaks <= Worst)
            return 0;
        var size = 1 / Dispersion;
        return breaks * Math.Log(breaks / Worst)
            - (breaks + size) * Math.Log((breaks + size) / (Worst + size));
    }

    private static (int Worst, double Mean) About(BreakSeries series, long then, int steps)
    {
        var breaks = series.Sum(then - Drift, steps);
        var (worst, sum) = (breaks, breaks);
        for (var last = then - Drift + 1; last <= then + Drift; last++)
        {
            breaks += series.Sum(last, 1) - series.Sum(last - steps, 1);
            worst = Math.Max(worst, breaks);
            sum += breaks;
        }
        return (worst, sum / (2.0 * Drift + 1));
    }

    // The assumption without any history counts as one more day: after a month the history decides almost alone, and a
    // new brokerage does not count as one that never breaks.
    private static UsualBreaks Of(List<(int Worst, double Mean)> days, double assumed)
    {
        var known = days.Count;
        var average = known == 0 ? 0 : days.Average(d => d.Worst);
        var variance = known < 2 ? 0 : days.Sum(d => Math.Pow(d.Worst - average, 2)) / (known - 1);
        var dispersion = average == 0 ? 0 : Math.Max(0, (variance - average) / (average * average));
        return new UsualBreaks(
            (days.Sum(d => d.Mean) + assumed) / (known + 1),
            Math.Max(LeastWorst, (days.Sum(d => d.Worst) + assumed) / (known + 1)),
            (known * dispersion + 1) / (known + 1)
        );
    }
}
