using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Events;

public sealed class AttemptInferenceTests
{
    private static readonly AttemptCandidate Open = Candidate("open", (0, null));

    [Fact]
    public void Without_a_brokerage_nothing_is_inferred() =>
        Assert.Null(AttemptInference.ConnectionOf(null, Some.Noon, [Open with { BrokerageId = null }]));

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "mended")]
    [InlineData(5, "mended")]
    [InlineData(10, "mended")]
    [InlineData(11, null)]
    [InlineData(20, "mended")]
    [InlineData(900, "mended")]
    public void The_attempt_must_fall_into_an_episode(double minute, string? expected) =>
        Assert.Equal(
            expected,
            AttemptInference.ConnectionOf(
                "b",
                Some.Noon.AddMinutes(minute),
                [Candidate("mended", (0, 10), (20, null))]
            )
        );

    [Fact]
    public void Two_that_fit_are_one_too_many() =>
        Assert.Null(
            AttemptInference.ConnectionOf("b", Some.Noon.AddMinutes(5), [Open, Candidate("too", (3, 8))])
        );

    [Fact]
    public void Other_brokerages_do_not_match() =>
        Assert.Equal(
            "open",
            AttemptInference.ConnectionOf(
                "b",
                Some.Noon.AddMinutes(5),
                [Open, Open with { ConnectionId = "elsewhere", BrokerageId = "x" }]
            )
        );

    private static AttemptCandidate Candidate(string id, params (double From, double? To)[] episodes) =>
        new(id, "b", [.. episodes.Select(e => EpisodeOf(id, e.From, e.To))]);

    private static Episode EpisodeOf(string id, double from, double? to)
    {
        var episode = Episode.Open(id, Some.Noon.AddMinutes(from));
        if (to is { } end)
            episode.End(Some.Noon.AddMinutes(end), EpisodeOutcome.Repaired);
        return episode;
    }
}
