using System.Text.Json;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Outcomes;

/// <summary>Cohorts with the figures that they have, of which domain, API and screen are held to.</summary>
public static class WorkedExample
{
    private static readonly JsonElement Examples = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "outcomes.json")))
        .RootElement;

    public static TheoryData<int> All => new(Enumerable.Range(0, Examples.GetArrayLength()));

    /// <summary>The episodes of an example, all of which end at noon or are known up to then, and its figures.</summary>
    public static (IReadOnlyList<EpisodeFacts> Cohort, JsonElement Expected) Read(int number) =>
        (
            [
                .. Examples[number]
                    .GetProperty("episodes")
                    .EnumerateArray()
                    .Select(
                        (e, i) => FactsOf(i, e.GetProperty("seconds").GetInt32(), e.GetProperty("outcome"))
                    ),
            ],
            Examples[number].GetProperty("expected")
        );

    /// <summary>Null where the example has none.</summary>
    public static int? Seconds(JsonElement expected, string name) =>
        expected.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;

    private static EpisodeFacts FactsOf(int number, int seconds, JsonElement outcome) =>
        new(
            $"c{number}",
            Some.Noon.AddSeconds(-seconds),
            seconds,
            outcome.GetString() is { } known ? Enum.Parse<EpisodeOutcome>(known) : null
        );
}
