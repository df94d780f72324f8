using System.Text.Json;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Outcomes;

/// <summary>The figures of the worked examples.</summary>
public sealed class WorkedExampleTests
{
    private const double Tolerance = 1e-8;
    private static readonly JsonElement Examples = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "outcomes.json")))
        .RootElement;

    public static TheoryData<int> All => new(Enumerable.Range(0, Examples.GetArrayLength()));

    [Theory]
    [MemberData(nameof(All))]
    public void The_curve_has_the_shares_of_the_example(int number)
    {
        var (cohort, expected) = Read(Examples[number]);
        var curve = RepairCurve.Of(cohort.Select(e => new Observation(e.Lasted, e.Outcome)));

        Assert.Equal(Seconds(expected, "medianSeconds"), curve.Within(0.5));
        Assert.Equal(Seconds(expected, "p90Seconds"), curve.Within(0.9));
        var within = expected.GetProperty("repairedWithin");
        Assert.Equal(within.GetProperty("P1D").GetDouble(), curve.ShareBy(86_400), Tolerance);
        Assert.Equal(within.GetProperty("P7D").GetDouble(), curve.ShareBy(7 * 86_400), Tolerance);
        Assert.Equal(within.GetProperty("P30D").GetDouble(), curve.ShareBy(30 * 86_400), Tolerance);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_figures_count_as_the_example_does(int number)
    {
        var (cohort, expected) = Read(Examples[number]);
        var figures = OutcomeCalculation.Of(cohort, Some.Noon.AddDays(-90), Some.Noon, Some.Noon);

        Assert.Equal(expected.GetProperty("episodes").GetInt32(), figures.Episodes);
        Assert.Equal(expected.GetProperty("repaired").GetInt32(), figures.Repaired);
        Assert.Equal(expected.GetProperty("deleted").GetInt32(), figures.Deleted);
        Assert.Equal(expected.GetProperty("open").GetInt32(), figures.Open);
        Assert.Equal(Seconds(expected, "medianSeconds"), figures.Times.MedianSeconds);
        Assert.Equal(Seconds(expected, "p90Seconds"), figures.Times.P90Seconds);
        var within = expected.GetProperty("repairedWithin");
        Assert.Equal(within.GetProperty("P1D").GetDouble(), figures.Times.Day1!.Value, Tolerance);
        Assert.Equal(within.GetProperty("P7D").GetDouble(), figures.Times.Day7!.Value, Tolerance);
        Assert.Equal(within.GetProperty("P30D").GetDouble(), figures.Times.Day30!.Value, Tolerance);
    }

    private static (List<EpisodeFacts> Cohort, JsonElement Expected) Read(JsonElement example) =>
        (
            [
                .. example
                    .GetProperty("episodes")
                    .EnumerateArray()
                    .Select(
                        (e, i) =>
                            new EpisodeFacts(
                                $"c{i}",
                                Some.Noon.AddSeconds(-e.GetProperty("seconds").GetInt32()),
                                e.GetProperty("seconds").GetInt32(),
                                e.GetProperty("outcome").GetString() is { } outcome
                                    ? Enum.Parse<EpisodeOutcome>(outcome)
                                    : null
                            )
                    ),
            ],
            example.GetProperty("expected")
        );

    private static int? Seconds(JsonElement expected, string name) =>
        expected.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
}
