using System.Text;

namespace Dashboard.Benchmarks;

/// <summary>
/// Compares two builds of the product: the acknowledged deliveries per second alone, and beside a flood of forged requests. They
/// alternate in one run, so that a busy machine slows both.
/// </summary>
internal static class FloodBenchmark
{
    private const int Connections = 5000;
    private const int Senders = 64;
    private const int Forgers = 16;
    private const int Requests = 750_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    /// <param name="other">The Dashboard.dll of the other build.</param>
    /// <param name="rounds">The number of measurements of each build.</param>
    public static async Task RunAsync(string other, int rounds)
    {
        var valid = SignedLoad.Create(Requests, Connections, dataShare: 0.5);
        byte[][] forged = [.. valid.Take(Requests / 2).Select(Forge)];
        var own = typeof(Data.DashboardDbContext).Assembly.Location;
        for (var round = 1; round <= rounds; round++)
        {
            var before = await MeasureAsync("other build", other, valid, forged);
            var now = await MeasureAsync("this build ", own, valid, forged);
            Console.WriteLine(
                $"this / other build: alone {now.Alone / before.Alone:0.000}, beside a flood {now.Flooded / before.Flooded:0.000}, processor time for each {now.Processor / before.Processor:0.000}"
            );
        }
    }

    private static async Task<(double Alone, double Flooded, TimeSpan Processor)> MeasureAsync(
        string name,
        string assembly,
        byte[][] valid,
        byte[][] forged
    )
    {
        await using var server = await ServerProcess.StartDashboardAsync(assembly);
        var third = valid.Length / 3;
        await LoadGenerator.RunAsync(server.Address, valid[..third], Senders, WarmUp);
        var before = server.ProcessorTime;
        var alone = await LoadGenerator.RunAsync(
            server.Address,
            valid[third..(2 * third)],
            Senders,
            Duration
        );
        var processor = (server.ProcessorTime - before) / alone.Acknowledged;
        var flood = LoadGenerator.RunAsync(server.Address, forged, Forgers, Duration);
        var beside = await LoadGenerator.RunAsync(server.Address, valid[(2 * third)..], Senders, Duration);
        var refused = (await flood).Refused;
        Console.WriteLine(
            $"{name}  alone {alone.PerSecond, 6:0} /s p99 {alone.P99:0.0} ms, processor {processor.TotalMicroseconds:0} µs each, beside {refused / Duration.TotalSeconds:0} forged /s {beside.PerSecond, 6:0} /s p99 {beside.P99:0.0} ms, database {new FileInfo(server.DatabasePath).Length / 1_048_576} MB, peak {server.PeakMemory / 1_048_576} MB"
        );
        return (alone.PerSecond, beside.PerSecond, processor);
    }

    // Another user than the one that was signed.
    private static byte[] Forge(byte[] request) =>
        Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(request).Replace("\"customer-", "\"imposter-", StringComparison.Ordinal)
        );
}
