namespace Dashboard.Domain.Deliveries;

/// <summary>How many deliveries of an hour are usual.</summary>
/// <param name="Low">About the fewest; holidays and small shifts in time are within it.</param>
/// <param name="Median">The middle.</param>
public sealed record UsualArrivals(double Low, double Median);

/// <summary>How many deliveries were accepted in each hour of the last eight weeks.</summary>
/// <param name="byHour">Counts by the beginning of the hour; an hour without one had none.</param>
/// <param name="first">The first hour that was counted; earlier ones are unknown. Null: none was.</param>
public sealed class ArrivalHistory(IReadOnlyDictionary<DateTimeOffset, long> byHour, DateTimeOffset? first)
{
    public const int Weeks = 8;
    private const int MinWeeks = 2;
    private const int MinDays = 3;
    private const int MinHours = 6;

    // The first weekend may have a fraction of what the days before it had.
    private const double OtherDays = 0.25;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>How many were accepted in the hour that begins then.</summary>
    public long In(DateTimeOffset hour) => byHour.GetValueOrDefault(hour);

    /// <summary>
    /// What is usual in the hour that begins then: from the same weekday and hour of the weeks before, else from the same
    /// hour of the days before, else from the hours before. Its neighbours count too, since clocks are changed twice a year.
    /// </summary>
    /// <returns>Null while too little is known.</returns>
    public UsualArrivals? Usual(DateTimeOffset hour)
    {
        UsualArrivals? usual = null;
        foreach (var near in new[] { hour - Hour, hour + Hour, hour })
        {
            if (Alike(near, hour) is not var (samples, trust))
                return null;
            var low = LowOf(samples) * trust;
            usual = new(Math.Min(low, usual?.Low ?? low), samples[samples.Count / 2]);
        }
        return usual;
    }

    // Before the judged hour and complete.
    private (List<long> Samples, double Trust)? Alike(DateTimeOffset hour, DateTimeOffset before)
    {
        List<long> weeks = [.. Known(hour, TimeSpan.FromDays(7), Weeks, before)];
        if (weeks.Count >= MinWeeks)
            return (weeks, 1);
        List<long> days = [.. Known(hour, TimeSpan.FromDays(1), 7, before)];
        if (days.Count >= MinDays)
            return (days, OtherDays);
        List<long> hours = [.. Known(before, Hour, 24, before)];
        return hours.Count >= MinHours ? (hours, OtherDays) : null;
    }

    private IEnumerable<long> Known(DateTimeOffset hour, TimeSpan step, int count, DateTimeOffset before) =>
        Enumerable
            .Range(1, count)
            .Select(i => hour - i * step)
            .Where(h => h > first && h < before)
            .Select(In)
            .Order();

    // One such hour may have been an outage.
    private static double LowOf(List<long> samples) => samples.Count >= 5 ? samples[1] : samples[0];
}
