namespace Dashboard.Domain.Outcomes;

/// <summary>
/// How long connections of one brokerage stay healthy, counted by hours, and how long those that are healthy now have been:
/// what is needed to expect breaks. Kaplan, Meier: J. Am. Stat. Assoc. 53 (1958) 457.
/// </summary>
public sealed class HealthySpans
{
    /// <summary>How far ahead breaks are expected.</summary>
    public const int Ahead = 7 * 24;

    private readonly Dictionary<int, (int Broke, int Others)> _byHour = [];
    private readonly Dictionary<int, int> _healthyNow = [];

    /// <summary>A healthy stretch that ended with a break, or with something else, such as a deletion.</summary>
    public void Ended(int hours, bool isBreak)
    {
        var (broke, others) = _byHour.GetValueOrDefault(hours);
        _byHour[hours] = isBreak ? (broke + 1, others) : (broke, others + 1);
    }

    /// <summary>A connection that has been healthy for so long now.</summary>
    public void IsHealthy(int hours)
    {
        Ended(hours, isBreak: false);
        _healthyNow[hours] = _healthyNow.GetValueOrDefault(hours) + 1;
    }

    /// <summary>The breaks to expect in the next seven days: the sum of the chances of the connections that are healthy.</summary>
    public ExpectedBreaks Expect()
    {
        var survival = Survival();
        var (mean, variance) = (0.0, 0.0);
        foreach (var (age, connections) in _healthyNow)
        {
            var now = At(survival, age);
            var chance = now > 0 ? 1 - At(survival, age + Ahead) / now : 0;
            mean += connections * chance;
            variance += connections * chance * (1 - chance);
        }
        return new ExpectedBreaks(mean, variance);
    }

    private List<(int Hour, double Share)> Survival()
    {
        List<(int, double)> steps = [];
        var atRisk = _byHour.Values.Sum(count => count.Broke + count.Others);
        var share = 1.0;
        foreach (var (hour, (broke, others)) in _byHour.OrderBy(pair => pair.Key))
        {
            if (broke > 0)
            {
                share *= 1 - (double)broke / atRisk;
                steps.Add((hour, share));
            }
            atRisk -= broke + others;
        }
        return steps;
    }

    private static double At(List<(int Hour, double Share)> survival, int hour)
    {
        var (low, high) = (0, survival.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (survival[middle].Hour <= hour)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? 1 : survival[low - 1].Share;
    }
}

/// <param name="Mean">How many breaks to expect.</param>
/// <param name="Variance">Of the number of breaks, if connections break independently.</param>
public sealed record ExpectedBreaks(double Mean, double Variance)
{
    private const double Normal95 = 1.96;

    public double Low => Math.Max(0, Mean - Normal95 * Math.Sqrt(Variance));
    public double High => Mean + Normal95 * Math.Sqrt(Variance);

    public static ExpectedBreaks operator +(ExpectedBreaks one, ExpectedBreaks other) =>
        new(one.Mean + other.Mean, one.Variance + other.Variance);
}
