using Dashboard.Domain.Incidents;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Domain.Incidents;

public sealed class BurstStartProperties
{
    private const long Last = 10_000;
    private const int Longest = 13;

    // Five breaks and more within a quarter of an hour, the latest last.
    private static readonly Gen<int[]> Bursts =
        from steps in Gen.Choose(1, 3)
        from breaks in Gen.Choose(0, 40).ArrayOf(steps)
        where breaks.Sum() >= 5 && breaks[0] > 0
        select breaks;

    private static readonly Arbitrary<Case> Cases = (
        from burst in Bursts
        from gap in Gen.Choose(3, 9)
        from usual in Gen.Choose(0, 30)
        select new Case(burst, gap, usual / 100.0)
    ).ToArbitrary();

    [Fact]
    public void A_stray_break_a_quarter_of_an_hour_before_does_not_move_the_start() =>
        Hold(c =>
        {
            var alone = StepsAgo(Series(c.Burst), c.Usual);
            Assert.Equal(alone, StepsAgo(Series([1, .. new int[c.Gap - 1], .. c.Burst]), c.Usual));
        });

    [Fact]
    public void It_begins_in_five_minutes_with_breaks() =>
        Hold(c =>
        {
            var series = Series([1, .. new int[c.Gap - 1], .. c.Burst]);
            Assert.NotEqual(0, series.Sum(Last - StepsAgo(series, c.Usual) + 1, 1));
        });

    [Fact]
    public void A_wave_of_equal_steps_begins_with_the_first() =>
        Hold(c =>
        {
            var wave = Enumerable.Repeat(c.Burst.Max() + 2, c.Gap).ToArray();
            Assert.Equal(c.Gap, StepsAgo(Series(wave), c.Usual));
        });

    [Fact]
    public void Breaks_that_became_more_and_more_begin_with_the_first_unusual_ones() =>
        Assert.Equal(3, StepsAgo(Series([2, 0, 3, 1, 2, 12, 30, 80]), perStep: 2));

    private static int StepsAgo(BreakSeries series, double perStep) =>
        BurstStart.StepsAgo(series, Last, Longest, perStep);

    private static BreakSeries Series(int[] breaks)
    {
        var series = new BreakSeries();
        for (var i = 0; i < breaks.Length; i++)
            series.Set(Last - breaks.Length + 1 + i, breaks[i]);
        return series;
    }

    private static void Hold(Action<Case> check) => Prop.ForAll(Cases, check).QuickCheckThrowOnFailure();

    private sealed record Case(int[] Burst, int Gap, double Usual);
}
