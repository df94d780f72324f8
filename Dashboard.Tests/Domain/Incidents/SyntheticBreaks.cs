using Dashboard.Domain.Incidents;

namespace Dashboard.Tests.Domain.Incidents;

/// <summary>
/// A brokerage that breaks as brokerages do: about once a month per connection, more by day than by night, less at
/// weekends, a burst each night when sessions expire, and uneven from hour to hour (gamma-distributed).
/// </summary>
internal sealed class SyntheticBreaks(int connections, int seed)
{
    /// <summary>Monday 1 June 2026, 00:00 UTC.</summary>
    public static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly long First = BreakSeries.StepOf(Start);

    private readonly Random _random = new(seed);
    private double _unevenness = 1;

    /// <summary>How much hours differ beyond chance: the variance of their factor.</summary>
    public double Dispersion { get; init; } = 0.15;

    /// <summary>Share of connections that expire at 3:00, within ten minutes.</summary>
    public double Nightly { get; init; } = 0.0005;

    /// <summary>Breaks of each connection per 30 days.</summary>
    public double PerMonth { get; init; } = 1;

    public BreakSeries Series { get; } = new();
    public long Next { get; private set; } = First;
    public DateTimeOffset Now => BreakSeries.StartOf(Next).AddSeconds(-1);

    /// <summary>Normal life, a step at a time.</summary>
    public IEnumerable<DateTimeOffset> Live(double days)
    {
        for (var end = Next + (long)(days * BreakSeries.StepsPerDay); Next < end; )
        {
            Add(0);
            yield return Now;
        }
    }

    public void Pass(double days)
    {
        foreach (var _ in Live(days)) { }
    }

    /// <summary>One step of normal life, and so many breaks more.</summary>
    public void Add(int more)
    {
        Series.Set(Next, Poisson(RateAt(Next)) + more);
        Next++;
    }

    private double RateAt(long step)
    {
        var inDay = (int)((step - First) % BreakSeries.StepsPerDay);
        var weekday = (step - First) / BreakSeries.StepsPerDay % 7;
        if (inDay % 12 == 0)
            _unevenness = Gamma(1 / Dispersion) * Dispersion;
        var daily = 1 + 0.8 * Math.Sin(2 * Math.PI * (inDay - 108) / BreakSeries.StepsPerDay);
        var weekly = weekday >= 5 ? 0.5 : 1.2;
        var usual = connections * PerMonth / 30 / BreakSeries.StepsPerDay * daily * weekly * _unevenness;
        return inDay is 36 or 37 ? usual + connections * Nightly / 2 : usual;
    }

    private int Poisson(double mean)
    {
        if (mean > 50)
            return (int)Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal()));
        var (count, left) = (0, Math.Exp(-mean));
        for (var product = _random.NextDouble(); product > left; product *= _random.NextDouble())
            count++;
        return count;
    }

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    // Marsaglia and Tsang's method, for shapes of 1 and more.
    private double Gamma(double shape)
    {
        var d = shape - 1.0 / 3;
        while (true)
        {
            var x = Normal();
            var v = Math.Pow(1 + x / Math.Sqrt(9 * d), 3);
            if (v > 0 && Math.Log(1 - _random.NextDouble()) < x * x / 2 + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }
}
