using System.Text.Json;
using Dashboard.Simulator;
using Dashboard.Simulator.State;
using Dashboard.SnapTrade;

namespace Dashboard.Benchmarks;

/// <summary>
/// Compares the product's client and budget with a client that retries after a 429: a sweep over all users of the
/// simulated SnapTrade with its rate limit on, and interactive calls at the same time.
/// </summary>
internal static class BudgetBenchmark
{
    private const int Workers = 16;

    public static async Task RunAsync(int limit, int users)
    {
        Console.WriteLine($"{users} users, {limit} calls a minute, {Workers} in flight");
        await MeasureAsync("budget", limit, users, (address, _) => new BudgetedCalls(address, limit));
        await MeasureAsync("naive ", limit, users, (address, random) => new NaiveCalls(address, random));
    }

    private static async Task MeasureAsync(
        string name,
        int limit,
        int users,
        Func<Uri, Random, ISweepCalls> create
    )
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-bench-").FullName;
        try
        {
            var state = Path.Combine(folder, "simulator.json");
            await using var server = await ServerProcess.StartDashboardAsync([
                ("ASPNETCORE_ENVIRONMENT", "Development"),
                ("SnapTrade__Mode", "Simulator"),
                ("Simulator__Users", $"{users}"),
                ("Simulator__Connections", $"{users}"),
                ("Simulator__HistoryDays", "1"),
                ("Simulator__Enabled", "false"),
                ("Simulator__StatePath", state),
                ("Simulator__RequestsPerMinute", $"{limit}"),
            ]);
            var address = new Uri(server.Address, SimulatorDefaults.PathPrefix);
            using var calls = create(address, new Random(1));
            var sweep = new Sweep(calls, await ReadUsersAsync(state));
            // One interactive call for every twenty allowed calls: a quarter of the share reserved for interactive calls.
            var result = await sweep.RunAsync(Workers, TimeSpan.FromMinutes(20.0 / limit));
            Print(name, limit, result, calls);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string name, int limit, SweepResult result, ISweepCalls calls)
    {
        var share = (limit - (limit + 4) / 5) * result.Elapsed.TotalMinutes;
        var told = result.Told is { } minutes ? $", told {minutes.TotalSeconds:0.0} s" : "";
        Console.WriteLine(
            $"{name}  {result.Calls} calls in {result.Elapsed.TotalSeconds:0.0} s{told}, {result.Calls / share:0.0 %} of the background share, {calls.Throttled} times 429"
        );
        Console.WriteLine(
            $"        {result.Waits.Count} interactive calls meanwhile: p50 {result.Wait(0.5):0} ms, p99 {result.Wait(0.99):0} ms, most {result.Wait(1):0} ms, {result.Refused} refused"
        );
    }

    private static async Task<UserCredentials[]> ReadUsersAsync(string state)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!File.Exists(state))
            await timer.WaitForNextTickAsync();
        await using var stream = File.OpenRead(state);
        var world = await JsonSerializer.DeserializeAsync<WorldSnapshot>(stream);
        return [.. world!.Users.Select(user => new UserCredentials(user.UserId, user.UserSecret))];
    }
}
