using System.Text.Json;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Outcomes;

/// <summary>The figures of the worked examples.</summary>
public sealed class WorkedExampleTests
{
    private const double Tolerance = 1e-8;

    [Theory]
    [MemberData(nameof(WorkedExample.All), MemberType = typeof(WorkedExample))]
    public void The_curve_has_the_shares_of_the_example(int number)
    {
        var (cohort, expected) = WorkedExample.Read(number);
        var curve = RepairCurve.Of(cohort.Select(e => new Observation(e.Lasted, e.Outcome)));

        Assert.Equal(WorkedExample.Seconds(expected, "medianSeconds"), curve.Within(0.5));
        Assert.Equal(WorkedExample.Seconds(expected, "p90Seconds"), curve.Within(0.9));
        var within = expected.GetProperty("repairedWithin");
        Assert.Equal(within.GetProperty("P1D").GetDouble(), curve.ShareBy(86_400), Tolerance);
        Assert.Equal(within.GetProperty("P7D").GetDouble(), curve.ShareBy(7 * 86_400), Tolerance);
        Assert.Equal(within.GetProperty("P30D").GetDouble(), curve.ShareBy(30 * 86_400), Tolerance);
    }

    [Theory]
    [MemberData(nameof(WorkedExample.All), MemberType = typeof(WorkedExample))]
    public void The_figures_count_as_the_example_does(int number)
    {
        var (cohort, expected) = WorkedExample.Read(number);
        var figures = OutcomeCalculation.Of(cohort, Some.Noon.AddDays(-90), Some.Noon, Some.Noon);

        Assert.Equal(expected.GetProperty("episodes").GetInt32(), figures.Episodes);
        Assert.Equal(expected.GetProperty("repaired").GetInt32(), figures.Repaired);
        Assert.Equal(expected.GetProperty("deleted").GetInt32(), figures.Deleted);
        Assert.Equal(expected.GetProperty("open").GetInt32(), figures.Open);
        Assert.Equal(WorkedExample.Seconds(expected, "medianSeconds"), figures.Times.MedianSeconds);
        Assert.Equal(WorkedExample.Seconds(expected, "p90Seconds"), figures.Times.P90Seconds);
        var within = expected.GetProperty("repairedWithin");
        Assert.Equal(within.GetProperty("P1D").GetDouble(), figures.Times.Day1!.Value, Tolerance);
        Assert.Equal(within.GetProperty("P7D").GetDouble(), figures.Times.Day7!.Value, Tolerance);
        Assert.Equal(within.GetProperty("P30D").GetDouble(), figures.Times.Day30!.Value, Tolerance);
    }
}
