namespace Dashboard.Benchmarks.Live;

/// <summary>
/// Compares the product's list of connections with a bare Blazor page: how long a change takes until every open screen has
/// its render batch, and what a screen costs. Both run one after the other, with the same screens on the same machine.
/// </summary>
internal static class LiveBenchmark
{
    /// <param name="screens">Numbers of open screens to measure with.</param>
    public static async Task RunAsync(IReadOnlyList<int> screens)
    {
        foreach (var count in screens)
        {
            var plan = LivePlan.Whole(count);
            var floor = await MeasureAsync(LiveTarget.StartFloorAsync, plan);
            Console.WriteLine(floor);
            var product = await MeasureAsync(LiveTarget.StartProductAsync, plan);
            Console.WriteLine(product);
            Console.WriteLine(
                $"{count} screens  p50 {product.P50 / floor.P50:0.0}, p99 {product.P99 / floor.P99:0.0}, "
                    + $"memory at rest {product.AtRest / floor.AtRest:0.0}, after {plan.ManyChanges} changes {product.AfterMany / floor.AfterMany:0.0} times the floor"
            );
        }
    }

    /// <summary>
    /// Compares both in seconds and with few screens: what a change costs, and not its time, which other tests on the machine
    /// change for one of the two.
    /// </summary>
    /// <returns>What is not within its limit, as lines of words; empty when all is.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync()
    {
        var floor = await MeasureAsync(LiveTarget.StartFloorAsync, LivePlan.Small);
        Console.WriteLine(floor);
        var product = await MeasureAsync(LiveTarget.StartProductAsync, LivePlan.Small);
        Console.WriteLine(product);
        (string What, double Is, double Limit)[] figures =
        [
            // The row, and the counts after it.
            ("batches for each change and screen", product.BatchesEach, 2.2),
            ("batches of an idle screen", product.IdleBatches, 0),
            ("bytes of a change, times the floor", product.BytesEach / floor.BytesEach, 2.7),
            ("bytes of the first page, times the floor", product.FirstPageBytes / floor.FirstPageBytes, 3),
        ];
        return
        [
            .. figures
                .Where(f => f.Is > f.Limit)
                .Select(f => $"{f.What}: {f.Is:0.0} instead of {f.Limit} at most"),
        ];
    }

    /// <summary>Measures one server.</summary>
    public static async Task<LiveResult> MeasureAsync(Func<Task<LiveTarget>> start, LivePlan plan)
    {
        await using var target = await start();
        await using (var few = await WatchedScreens.OpenAsync(target, 3))
            await ShowAsync(few, plan.WarmUps);
        var before = await MemoryAsync(target, plan);
        await Task.Delay(plan.Settling);
        var withoutScreens = await ProcessorAsync(target.Server, plan.Idle);

        await using var screens = await WatchedScreens.OpenAsync(target, plan.Screens);
        var atRest = await MemoryAsync(target, plan) - before;
        await Task.Delay(plan.Settling);
        var batches = screens.Batches;
        var idleProcessor = await ProcessorAsync(target.Server, plan.Idle);
        var idleBatches = screens.Batches - batches;

        (batches, var bytes) = (screens.Batches, screens.Bytes);
        var latencies = await ShowAsync(screens, plan.Changes);
        var shown = (double)(plan.Changes * plan.Screens);
        var (batchesEach, bytesEach) = ((screens.Batches - batches) / shown, (screens.Bytes - bytes) / shown);
        for (var i = 0; i < plan.ManyChanges; i++)
            await target.ChangeAsync(RowOf(i));
        var afterMany = await MemoryAsync(target, plan) - before;

        return new LiveResult(target.Name, plan)
        {
            P50 = Percentile(latencies, 0.5),
            P99 = Percentile(latencies, 0.99),
            BatchesEach = batchesEach,
            BytesEach = bytesEach,
            AtRest = atRest / (double)plan.Screens,
            AfterMany = afterMany / (double)plan.Screens,
            IdleBatches = idleBatches / (double)plan.Screens,
            IdleProcessor = idleProcessor,
            ProcessorWithoutScreens = withoutScreens,
            FirstPageBytes = screens.FirstPages.Average(p => p.Bytes),
            FirstPageMilliseconds = Percentile([.. screens.FirstPages.Select(p => p.Milliseconds)], 0.5),
        };
    }

    private static async Task<long> MemoryAsync(LiveTarget target, LivePlan plan) =>
        plan.ManyChanges > 0 ? await target.Server.LiveMemoryAsync() : 0;

    // The share of a core that the server takes while nothing happens.
    private static async Task<double> ProcessorAsync(ServerProcess server, TimeSpan idle)
    {
        var before = server.ProcessorTime;
        await Task.Delay(idle);
        return (server.ProcessorTime - before) / idle;
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
