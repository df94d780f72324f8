using Dashboard.Domain.Incidents;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Domain.Incidents;

public sealed class UsualBreaksProperties
{
    private static readonly Arbitrary<(UsualBreaks Usual, int Breaks)> Cases = (
        from tenths in Gen.Choose(1, 400)
        from dispersion in Gen.Choose(3, 200)
        from breaks in Gen.Choose(0, 300)
        select (new UsualBreaks(tenths / 10.0, tenths / 10.0, dispersion / 100.0), breaks)
    ).ToArbitrary();

    [Fact]
    public void The_surprise_never_claims_more_than_the_distribution_gives() =>
        Hold((usual, breaks) => Assert.True(Math.Exp(-usual.Surprise(breaks)) >= Tail(usual, breaks) - 1e-9));

    [Fact]
    public void More_breaks_are_never_less_surprising() =>
        Hold((usual, breaks) => Assert.True(usual.Surprise(breaks + 1) >= usual.Surprise(breaks)));

    [Fact]
    public void The_same_breaks_surprise_less_where_more_is_usual() =>
        Hold(
            (usual, breaks) =>
                Assert.True(
                    usual.Surprise(breaks) >= (usual with { Worst = usual.Worst + 1 }).Surprise(breaks)
                )
        );

    [Fact]
    public void A_series_does_not_depend_on_the_order_of_counts() =>
        Prop.ForAll(
                Gen.Choose(BreakSeries.Length, 3 * BreakSeries.Length)
                    .Select(step => (Step: (long)step, Breaks: step % 7 + 1))
                    .ArrayOf()
                    .ToArbitrary(),
                told =>
                {
                    var series = new BreakSeries();
                    foreach (var (step, breaks) in told)
                        series.Set(step, breaks);
                    var newest = told.Select(t => t.Step).DefaultIfEmpty().Max();
                    var kept = told.Distinct().Where(t => t.Step > newest - BreakSeries.Length);
                    Assert.Equal(kept.Sum(t => t.Breaks), series.Sum(newest, BreakSeries.Length));
                }
            )
            .QuickCheckThrowOnFailure();

    private static double Tail(UsualBreaks usual, int breaks)
    {
        var size = 1 / usual.Dispersion;
        var chance = Math.Pow(size / (size + usual.Worst), size);
        var below = 0.0;
        for (var i = 0; i < breaks; i++)
        {
            below += chance;
            chance *= (i + size) / (i + 1) * usual.Worst / (size + usual.Worst);
        }
        return 1 - below;
    }

    private static void Hold(Action<UsualBreaks, int> check) =>
        Prop.ForAll(Cases, c => check(c.Usual, c.Breaks)).QuickCheckThrowOnFailure();
}
