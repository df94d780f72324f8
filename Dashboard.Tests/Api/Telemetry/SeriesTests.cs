using System.Diagnostics.Metrics;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Telemetry;

/// <summary>How many series an instrument may have at <c>/metrics</c>.</summary>
public sealed class SeriesTests
{
    [Fact]
    public async Task What_is_beyond_the_limit_is_summed_up_in_a_series_of_its_own()
    {
        const int asked = 600;
        using var server = DashboardServer.Start();
        using var caller = server.Caller(key: null);
        using var meter = new Meter("System.Net.Http");
        var counter = meter.CreateCounter<long>("series_asked");
        for (var i = 0; i < asked; i++)
            counter.Add(1, new KeyValuePair<string, object?>("number", i));

        var lines = (await caller.GetStringAsync("/metrics", Token))
            .Split('\n')
            .Where(line => line.StartsWith("series_asked_total{", StringComparison.Ordinal))
            .ToList();

        Assert.InRange(lines.Count(line => line.Contains("number=", StringComparison.Ordinal)), 400, 500);
        Assert.Single(lines, line => line.Contains("otel_metric_overflow", StringComparison.Ordinal));
    }
}
