namespace Dashboard.Domain.Incidents;

/// <summary>
/// How many connections of one brokerage broke in each five minutes of the last thirty days. Times are counted in
/// steps of five minutes since the year 1, in UTC.
/// </summary>
public sealed class BreakSeries
{
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    public const int StepsPerDay = 288;

    /// <summary>The stored steps: the days of the comparison, and the last day.</summary>
    public const int Length = 30 * StepsPerDay;

    private readonly int[] _counts = new int[Length];
    private long _newest = long.MinValue;

    public static long StepOf(DateTimeOffset at) => at.UtcTicks / Step.Ticks;

    public static DateTimeOffset StartOf(long step) => new(step * Step.Ticks, TimeSpan.Zero);

    /// <summary>Sets the count of a step. Steps that are too old are dropped.</summary>
    public void Set(long step, int breaks)
    {
        MoveTo(step);
        if (step > _newest - Length)
            _counts[step % Length] = breaks;
    }

    /// <summary>Breaks within steps that follow each other; 0 for steps that are not stored.</summary>
    /// <param name="last">The last of the steps.</param>
    /// <param name="steps">How many.</param>
    public int Sum(long last, int steps)
    {
        var sum = 0;
        for (
            var step = Math.Max(last - steps + 1, _newest - Length + 1);
            step <= Math.Min(last, _newest);
            step++
        )
            sum += _counts[step % Length];
        return sum;
    }

    private void MoveTo(long step)
    {
        if (_newest == long.MinValue)
            _newest = step;
        for (var skipped = Math.Max(_newest + 1, step - Length + 1); skipped <= step; skipped++)
            _counts[skipped % Length] = 0;
        _newest = Math.Max(_newest, step);
    }
}
