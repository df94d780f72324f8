namespace Dashboard.Benchmarks;

/// <summary>
/// Measures every screen and every read of the API on a small and on a large database. Each has a server of its own on a
/// copy of its file; the requests alternate between the two, so that the machine's other load meets both.
/// </summary>
internal static class ReadsBenchmark
{
    private const int WarmUps = 2;
    private const int Screens = 200;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);
    private const double MaxMilliseconds = 100;
    private const double MaxRatio = 1.5;

    /// <param name="smallFile">A generated file.</param>
    /// <param name="largeFile">Another one.</param>
    /// <param name="rounds">How often each read is measured; 0: only the memory of open screens is.</param>
    /// <param name="part">Only reads whose names contain this; without the memory of open screens then.</param>
    public static async Task RunAsync(string smallFile, string largeFile, int rounds, string? part = null)
    {
        await using var small = await ReadSession.StartAsync(smallFile);
        await using var large = await ReadSession.StartAsync(largeFile);
        Console.WriteLine(
            $"ready after {small.Server.TimeToReady.TotalSeconds:0.0} s and {large.Server.TimeToReady.TotalSeconds:0.0} s"
        );
        var pairs = await PairsAsync(small.Server.DatabasePath, large.Server.DatabasePath);
        if (part is not null)
            pairs = pairs.FindAll(p => p.Name.Contains(part, StringComparison.OrdinalIgnoreCase));
        if (rounds > 0)
            await CompareAsync(small, large, pairs, rounds);
        if (part is not null)
            return;
        await OpenScreensAsync(small, pairs.ConvertAll(p => p.Small));
        await OpenScreensAsync(large, pairs.ConvertAll(p => p.Large));
        Console.WriteLine(
            $"memory with {Screens} screens {small.Server.Memory >> 20} MB and {large.Server.Memory >> 20} MB, at the peak {small.Server.PeakMemory >> 20} MB and {large.Server.PeakMemory >> 20} MB"
        );
    }

    private static async Task CompareAsync(
        ReadSession small,
        ReadSession large,
        List<(string Name, string Small, string Large)> pairs,
        int rounds
    )
    {
        Console.WriteLine(
            $"{"read", -44} {"small p50", 9} {"p95", 6} {"large p50", 10} {"p95", 6} {"ratio", 6}"
        );
        var above = 0;
        foreach (var (name, smallPath, largePath) in pairs)
        {
            List<double> inSmall = [],
                inLarge = [];
            for (var i = 0; i < WarmUps + rounds; i++)
            {
                var one = await small.ReadAsync(smallPath);
                var other = await large.ReadAsync(largePath);
                if (i < WarmUps || one is null || other is null)
                    continue;
                inSmall.Add(one.Value);
                inLarge.Add(other.Value);
            }
            if (inSmall.Count == 0)
            {
                Console.WriteLine($"{name, -44} was not measured");
                continue;
            }
            above += Report(name, inSmall, inLarge) ? 0 : 1;
        }
        Console.WriteLine($"{above} of {pairs.Count} reads are above the goal");
    }

    private static async Task OpenScreensAsync(ReadSession session, IReadOnlyList<string> paths)
    {
        var screens = paths.Where(p => !p.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < Screens; i++)
            await session.OpenAsync(screens[i % screens.Count]);
        await Task.Delay(Settling);
    }

    private static async Task<List<(string Name, string Small, string Large)>> PairsAsync(
        string small,
        string large
    )
    {
        var inLarge = (await TargetsAsync(large)).ToDictionary(
            t => t.Name,
            t => t.Path,
            StringComparer.Ordinal
        );
        return
        [
            .. (await TargetsAsync(small))
                .Where(t => inLarge.ContainsKey(t.Name))
                .Select(t => (t.Name, t.Path, inLarge[t.Name])),
        ];
    }

    private static async Task<IReadOnlyList<ReadTarget>> TargetsAsync(string database)
    {
        await using var db = new SqliteContexts(database).CreateDbContext();
        return ReadTargets.Of(await ReadSamples.ReadAsync(db));
    }

    /// <returns>Whether the goal is met.</returns>
    private static bool Report(string name, List<double> small, List<double> large)
    {
        var ratio = Percentile(large, 0.5) / Percentile(small, 0.5);
        var isMet = Percentile(large, 0.95) <= MaxMilliseconds && ratio <= MaxRatio;
        Console.WriteLine(
            $"{name, -44} {Percentile(small, 0.5), 9:0.0} {Percentile(small, 0.95), 6:0.0} {Percentile(large, 0.5), 10:0.0} {Percentile(large, 0.95), 6:0.0} {ratio, 6:0.00}{(isMet ? "" : "  above")}"
        );
        return isMet;
    }

    private static double Percentile(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }
}
