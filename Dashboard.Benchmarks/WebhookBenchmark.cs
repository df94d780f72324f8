namespace Dashboard.Benchmarks;

/// <summary>
/// Compares the acknowledged deliveries per second and their latency of the product, of a prototype that only stores events,
/// and of one EF SaveChanges per delivery. They alternate in one run, with the same machine, file settings and load generator.
/// </summary>
internal static class WebhookBenchmark
{
    private const int SnapTradeConnections = 5000;

    // Long enough for the runtime to compile the hot paths; the same for all variants.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);

    /// <param name="rounds">The number of measurements of each variant.</param>
    /// <param name="duration">The duration of each measurement.</param>
    /// <param name="senders">The number of concurrent deliveries.</param>
    public static async Task RunAsync(int rounds, TimeSpan duration, int senders)
    {
        var most = (int)(duration.TotalSeconds * 80_000);
        var kept = SignedLoad.Create(most, SnapTradeConnections, dataShare: 0);
        var mixed = SignedLoad.Create(most, SnapTradeConnections, dataShare: 0.9);
        Console.WriteLine(
            $"{senders} senders, {SnapTradeConnections} connections, {duration.TotalSeconds:0} s each"
        );
        for (var round = 1; round <= rounds; round++)
        {
            await CompareAsync("breaks and repairs", kept, duration, senders);
            await CompareAsync("90 % holdings     ", mixed, duration, senders);
        }
    }

    private static async Task CompareAsync(string load, byte[][] requests, TimeSpan duration, int senders)
    {
        var product = await MeasureAsync(
            $"{load}  product             ",
            ServerProcess.StartDashboardAsync,
            requests,
            duration,
            senders
        );
        var prototype = await MeasureAsync(
            $"{load}  prototype           ",
            () => ServerProcess.StartOwnAsync("prototype"),
            requests,
            duration,
            senders
        );
        var naive = await MeasureAsync(
            $"{load}  one SaveChanges each",
            () => ServerProcess.StartOwnAsync("naive"),
            requests,
            duration,
            senders
        );
        Console.WriteLine(
            $"{load}  product / prototype {product.PerSecond / prototype.PerSecond:0.00}, product / one SaveChanges each {product.PerSecond / naive.PerSecond:0.0}"
        );
    }

    private static async Task<LoadResult> MeasureAsync(
        string name,
        Func<Task<ServerProcess>> start,
        byte[][] requests,
        TimeSpan duration,
        int senders
    )
    {
        await using var server = await start();
        var warmUp = requests.Length / 2;
        await LoadGenerator.RunAsync(server.Address, requests[..warmUp], senders, WarmUp);
        var before = server.Accepted();
        var processorBefore = server.ProcessorTime;
        var result = await LoadGenerator.RunAsync(server.Address, requests[warmUp..], senders, duration);
        var processor = (server.ProcessorTime - processorBefore) / result.Acknowledged;
        var stored = server.Accepted() - before;
        Console.WriteLine(
            $"{name}  {result.PerSecond, 8:0} /s  p50 {result.P50, 6:0.0} ms  p99 {result.P99, 6:0.0} ms  "
                + $"processor {processor.TotalMicroseconds, 4:0} µs each  "
                + $"acknowledged {result.Acknowledged}, stored {stored}, refused {result.Refused}, peak {server.PeakMemory / 1_048_576} MB"
        );
        return result;
    }
}
