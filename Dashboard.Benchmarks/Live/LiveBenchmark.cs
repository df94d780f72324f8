using System.Diagnostics;

namespace Dashboard.Benchmarks.Live;

/// <summary>
/// Compares the product's list of connections with a bare Blazor page: how long a change takes until every open screen has
/// its render batch, and what a screen costs. Both run one after the other, with the same screens on the same machine.
/// </summary>
internal static class LiveBenchmark
{
    private const int WarmUps = 30;
    private const int Changes = 60;
    private const int ManyChanges = 1000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    // Until the highlights of changed rows have ended and the runtime has compiled what the opening made hot.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(45);

    /// <param name="screens">Numbers of open screens to measure with.</param>
    public static async Task RunAsync(IReadOnlyList<int> screens)
    {
        foreach (var count in screens)
        {
            var floor = await MeasureAsync(LiveTarget.StartFloorAsync, count);
            var product = await MeasureAsync(LiveTarget.StartProductAsync, count);
            Console.WriteLine(
                $"{count} screens  p50 {product.P50 / floor.P50:0.0}, p99 {product.P99 / floor.P99:0.0}, "
                    + $"memory at rest {product.AtRest / floor.AtRest:0.0}, after {ManyChanges} changes {product.AfterMany / floor.AfterMany:0.0} times the floor"
            );
        }
    }

    private static async Task<LiveResult> MeasureAsync(Func<Task<LiveTarget>> start, int count)
    {
        await using var target = await start();
        await using (var few = await WatchedScreens.OpenAsync(target, 3))
            await ShowAsync(few, WarmUps);
        var before = await target.Server.LiveMemoryAsync();
        await Task.Delay(Settling);
        var withoutScreens = await ProcessorAsync(target.Server);

        await using var screens = await WatchedScreens.OpenAsync(target, count);
        var atRest = await target.Server.LiveMemoryAsync() - before;
        await Task.Delay(Settling);
        var batches = screens.Batches;
        var idleProcessor = await ProcessorAsync(target.Server);
        var idleBatches = (screens.Batches - batches) / (double)count;

        var bytes = screens.Bytes;
        var latencies = await ShowAsync(screens, Changes);
        var bytesEach = (screens.Bytes - bytes) / (double)(Changes * count);
        for (var i = 0; i < ManyChanges; i++)
            await target.ChangeAsync(RowOf(i));
        var afterMany = await target.Server.LiveMemoryAsync() - before;

        var result = new LiveResult(
            Percentile(latencies, 0.5),
            Percentile(latencies, 0.99),
            atRest / (double)count,
            afterMany / (double)count
        );
        Console.WriteLine(
            $"{count, 4} screens  {target.Name, -7}  change to batch p50 {result.P50, 4:0} p99 {result.P99, 5:0} ms  {bytesEach, 6:0} bytes  "
                + $"memory a screen {result.AtRest / 1024, 5:0} KB, after {ManyChanges} changes {result.AfterMany / 1024, 5:0} KB  "
                + $"idle {idleBatches:0.00} batches, {idleProcessor:0.0 %} of a core, {withoutScreens:0.0 %} without screens  "
                + $"first page {screens.FirstPages.Average(p => p.Bytes) / 1024:0} KB in {Percentile([.. screens.FirstPages.Select(p => p.Milliseconds)], 0.5):0} ms"
        );
        return result;
    }

    // The share of a core that the server takes while nothing happens.
    private static async Task<double> ProcessorAsync(ServerProcess server)
    {
        var before = server.ProcessorTime;
        await Task.Delay(Idle);
        return (server.ProcessorTime - before) / Idle;
    }

    // One at a time, at random distances, so that they don't fall into step with a timer.
    private static async Task<List<double>> ShowAsync(WatchedScreens screens, int changes)
    {
        var (random, latencies) = (new Random(1), new List<double>());
        for (var i = 0; i < changes; i++)
        {
            latencies.AddRange(await screens.ShowChangeAsync(RowOf(i)));
            await Task.Delay(random.Next(300, 700));
        }
        return latencies;
    }

    // Each changes back before another one changes.
    private static int RowOf(int change) => change / 2 % 20;

    private static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values[(int)((values.Count - 1) * share)];
    }
}

/// <summary>What was measured of a target.</summary>
/// <param name="P50">Milliseconds from a change to the render batch of a screen.</param>
/// <param name="P99">Likewise.</param>
/// <param name="AtRest">Bytes of memory a screen.</param>
/// <param name="AfterMany">Bytes of memory a screen, after many changes.</param>
internal sealed record LiveResult(double P50, double P99, double AtRest, double AfterMany);
