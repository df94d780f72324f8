namespace Dashboard.Domain.Incidents;

/// <summary>
/// When a burst of breaks began: the likeliest point at which a brokerage's usual rate changed to a higher one, by the
/// generalized likelihood ratio of Poisson counts (Lorden, Ann. Math. Stat. 42 (1971) 1897). A stray break some time before
/// it makes the higher rate less likely, and is left out.
/// </summary>
public static class BurstStart
{
    /// <summary>Rarer breaks, less than one in 100 minutes, can't be distinguished from none.</summary>
    private const double LeastPerStep = 0.05;

    private const int Several = 2;
    private const int UnusualFactor = 3;

    /// <summary>How many steps ago it began, the latest step included.</summary>
    /// <param name="series">The breaks of the brokerage.</param>
    /// <param name="last">The latest step.</param>
    /// <param name="longest">How many steps are examined, at least 1.</param>
    /// <param name="perStep">How many connections usually break in a step.</param>
    public static int StepsAgo(BreakSeries series, long last, int longest, double perStep)
    {
        var usual = Math.Max(perStep, LeastPerStep);
        var steps = Enumerable
            .Range(1, longest)
            .MaxBy(steps => Ratio(series.Sum(last, steps), steps * usual));
        // Where breaks became more and more, the first unusual ones belong to it.
        while (steps < longest && series.Sum(last - steps, 1) >= Math.Max(Several, UnusualFactor * usual))
            steps++;
        return steps;
    }

    private static double Ratio(int breaks, double usual) =>
        breaks <= usual ? 0 : breaks * Math.Log(breaks / usual) - breaks + usual;
}
