using Dashboard.Domain.Deliveries;

namespace Dashboard.Tests.Domain.Deliveries;

/// <summary>Weeks of deliveries at random moments around a daily and weekly rhythm; the same for the same seed.</summary>
internal sealed class SyntheticArrivals(int seed, double perHour, bool hasRhythm = true)
{
    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 9, 7, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private readonly Dictionary<DateTimeOffset, List<DateTimeOffset>> _byHour = [];

    public SyntheticArrivals Days(int days, Func<DateTimeOffset, double>? factor = null)
    {
        for (var hour = Start; hour < Start.AddDays(days); hour = hour.AddHours(1))
        {
            var expected = perHour * Rhythm(hour) * (factor?.Invoke(hour) ?? 1);
            _byHour[hour] =
            [
                .. Enumerable
                    .Range(0, Poisson(expected))
                    .Select(_ => hour.AddSeconds(3600 * _random.NextDouble()))
                    .Order(),
            ];
        }
        return this;
    }

    /// <summary>What is known at a moment if nothing was accepted between two others.</summary>
    public Arrivals At(DateTimeOffset now, DateTimeOffset? lostFrom = null)
    {
        var end = lostFrom < now ? lostFrom.Value : now;
        var counts = new Dictionary<DateTimeOffset, long>();
        DateTimeOffset? last = null;
        var first = Start > now.AddDays(-57) ? Start : DeliveryCount.HourOf(now.AddDays(-57));
        for (var hour = first; hour <= now; hour = hour.AddHours(1))
        {
            var seen = hour.AddHours(1) <= end ? _byHour[hour].Count : _byHour[hour].Count(at => at < end);
            counts[hour] = seen;
            last = seen > 0 ? _byHour[hour][seen - 1] : last;
        }
        return new(now, last, new ArrivalHistory(counts, counts.Count == 0 ? null : counts.Keys.Min()), []);
    }

    // Busy by day, a tenth of it by night, a third at weekends.
    private double Rhythm(DateTimeOffset hour)
    {
        if (!hasRhythm)
            return 1;
        var day = hour.Hour is >= 12 and < 22 ? 1 : 0.1;
        return hour.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? day / 3 : day;
    }

    private int Poisson(double expected)
    {
        if (expected > 200)
        {
            var normal =
                Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()))
                * Math.Cos(2 * Math.PI * _random.NextDouble());
            return (int)Math.Max(0, Math.Round(expected + normal * Math.Sqrt(expected)));
        }
        var limit = Math.Exp(-expected);
        var product = _random.NextDouble();
        var count = 0;
        for (; product > limit; count++)
            product *= _random.NextDouble();
        return count;
    }
}
