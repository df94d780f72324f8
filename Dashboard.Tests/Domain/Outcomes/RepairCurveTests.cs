using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Dashboard.Tests.Domain.Outcomes;

[Properties(Arbitrary = [typeof(RepairCurveTests)], MaxTest = 200)]
public sealed class RepairCurveTests
{
    private const double Tolerance = 1e-9;

    // Few different times, so that ends and what is not known any more often coincide.
    public static Arbitrary<Observation[]> Observations() =>
        Gen.Choose(0, 12)
            .SelectMany(seconds =>
                Gen.Elements<EpisodeOutcome?>(EpisodeOutcome.Repaired, EpisodeOutcome.Deleted, null)
                    .Select(outcome => new Observation(seconds, outcome))
            )
            .ArrayOf()
            .ToArbitrary();

    [Property]
    public void The_order_of_episodes_does_not_matter(Observation[] observations)
    {
        var curve = RepairCurve.Of(observations);
        Assert.Equal(curve.Steps, RepairCurve.Of(observations.Reverse()).Steps);
        Assert.Equal(curve.Steps, RepairCurve.Of(observations.OrderBy(o => o.Outcome)).Steps);
    }

    [Property]
    public void The_share_grows_from_none_to_at_most_all_within_its_band(Observation[] observations)
    {
        var last = 0.0;
        foreach (var step in RepairCurve.Of(observations).Steps)
        {
            Assert.InRange(step.Share, last, 1 + Tolerance);
            Assert.InRange(step.Share, step.Low - Tolerance, step.High + Tolerance);
            Assert.InRange(step.Low, 0, 1);
            Assert.InRange(step.High, 0, 1 + Tolerance);
            last = step.Share;
        }
    }

    [Property]
    public void When_all_have_ended_it_is_the_plain_share(Observation[] observations)
    {
        var ended = observations.Where(o => o.Outcome is not null).ToArray();
        var curve = RepairCurve.Of(ended);
        for (var seconds = 0; seconds <= 12; seconds++)
        {
            var repaired = ended.Count(o => o.Outcome == EpisodeOutcome.Repaired && o.Seconds <= seconds);
            Assert.Equal(
                ended.Length == 0 ? 0 : (double)repaired / ended.Length,
                curve.ShareBy(seconds),
                Tolerance
            );
        }
    }

    [Property]
    public void An_open_episode_of_no_length_changes_nothing(Observation[] observations)
    {
        // It is known until the moment at which it began, and at risk only there.
        var later = observations.Select(o => o with { Seconds = o.Seconds + 1 }).ToArray();
        var curve = RepairCurve.Of(later);
        Assert.Equal(curve.Steps, RepairCurve.Of([.. later, new Observation(0, null)]).Steps);
    }

    [Property]
    public void The_median_is_the_first_time_with_half_of_them(Observation[] observations)
    {
        var curve = RepairCurve.Of(observations);
        if (curve.Within(0.5) is not { } median)
        {
            Assert.True(curve.ShareBy(int.MaxValue) < 0.5);
            return;
        }
        Assert.True(curve.ShareBy(median) >= 0.5 - Tolerance);
        Assert.True(curve.ShareBy(median - 1) < 0.5);
    }

    // Greenwood's variance of the survival function, by its textbook formula.
    [Fact]
    public void All_is_not_exceeded_by_the_rounding_of_fractions()
    {
        int[] repaired = [9, 2, 11, 3, 9];
        var curve = RepairCurve.Of(
            repaired
                .Select(seconds => new Observation(seconds, EpisodeOutcome.Repaired))
                .Append(new Observation(7, Outcome: null))
        );
        Assert.Equal(1, curve.Steps[^1].Share);
    }

    [Property]
    public void Without_deletions_the_band_is_Greenwoods(Observation[] observations)
    {
        var plain = observations.Where(o => o.Outcome != EpisodeOutcome.Deleted).ToArray();
        var (survival, sum) = (1.0, 0.0);
        foreach (var step in RepairCurve.Of(plain).Steps)
        {
            double atRisk = plain.Count(o => o.Seconds >= step.Seconds);
            double repaired = plain.Count(o => o.Seconds == step.Seconds && o.Outcome is not null);
            survival *= 1 - repaired / atRisk;
            if (survival < Tolerance)
            {
                Assert.Equal((1.0, 1.0), (Math.Round(step.Low, 9), Math.Round(step.High, 9)));
                continue;
            }
            sum += repaired / (atRisk * (atRisk - repaired));
            var share = 1 - survival;
            var spread = Math.Exp(
                1.959963984540054 * survival * Math.Sqrt(sum) / (share * Math.Abs(Math.Log(share)))
            );
            Assert.Equal(Math.Pow(share, spread), step.Low, 1e-7);
            Assert.Equal(Math.Pow(share, 1 / spread), step.High, 1e-7);
        }
    }

    [Fact]
    public void Ends_come_before_what_is_not_known_any_more_at_the_same_time()
    {
        var curve = RepairCurve.Of([
            new(10, EpisodeOutcome.Repaired),
            new(10, null),
            new(20, EpisodeOutcome.Repaired),
        ]);
        Assert.Equal(1 / 3.0, curve.ShareBy(10), Tolerance);
        Assert.Equal(1, curve.ShareBy(20), Tolerance);
    }

    [Fact]
    public void Nothing_has_no_median_and_no_share()
    {
        var curve = RepairCurve.Of([]);
        Assert.Equal((null, 0.0, null), (curve.Within(0.5), curve.ShareBy(int.MaxValue), curve.At(5)));
    }
}
