using Microsoft.Data.SqlClient;

namespace Dashboard.Benchmarks;

/// <summary>
/// Acknowledged deliveries per second on SQL Server, with and without a millisecond between the product and its database, beside
/// a writer that takes the same rows in another order, and on SQLite, in one run. Each measurement has a database of its own, which is dropped after it.
/// </summary>
internal static class SqlServerBenchmark
{
    private const int Connections = 5000;
    private const int Requests = 200_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    /// <param name="server">A connection string of a login that may create databases.</param>
    /// <param name="builds">The Dashboard.dll of other builds to compare with.</param>
    public static async Task RunAsync(string server, string[] builds)
    {
        var requests = SignedLoad.Create(Requests, Connections, dataShare: 0);
        string[] all = [.. builds, typeof(Data.DashboardDbContext).Assembly.Location];
        foreach (var senders in (int[])[64, 512])
        {
            foreach (var build in all)
            {
                var name = build == all[^1] ? "this build " : "other build";
                await MeasureSqliteAsync(name, build, requests, senders);
                foreach (var roundTrip in (double[])[0, 1])
                    await MeasureAsync(name, build, server, requests, senders, roundTrip);
                await MeasureAsync(name, build, server, requests, senders, roundTrip: 0, hasRival: true);
            }
        }
    }

    private static async Task MeasureSqliteAsync(string name, string build, byte[][] requests, int senders)
    {
        await using var dashboard = await ServerProcess.StartDashboardAsync(build);
        var result = await LoadAsync(dashboard, requests, senders);
        Console.WriteLine($"{name}  {senders, 4} senders  SQLite                  {Words(result)}");
    }

    private static async Task MeasureAsync(
        string name,
        string build,
        string server,
        byte[][] requests,
        int senders,
        double roundTrip,
        bool hasRival = false
    )
    {
        var database = $"bench_{Guid.NewGuid():N}";
        var direct = new SqlConnectionStringBuilder(server);
        await ExecuteAsync(server, $"CREATE DATABASE [{database}]");
        try
        {
            var (host, port) = EndOf(direct.DataSource);
            await using var line = new SlowLine(host, port, TimeSpan.FromMilliseconds(roundTrip));
            var own = new SqlConnectionStringBuilder(server) { InitialCatalog = database };
            direct.InitialCatalog = database;
            if (roundTrip > 0)
                own.DataSource = $"127.0.0.1,{line.Port}";
            await using var dashboard = await ServerProcess.StartDashboardAsync(
                build,
                ("Database__Provider", "SqlServer"),
                ("ConnectionStrings__Dashboard", own.ConnectionString)
            );
            await using var rival = hasRival ? new RowRival(direct.ConnectionString, Connections) : null;
            var result = await LoadAsync(dashboard, requests, senders);
            var stored = await ExecuteAsync(direct.ConnectionString, "SELECT COUNT(*) FROM [EventReceipts]");
            var beside = rival is null
                ? $"{roundTrip:0} ms away"
                : $"beside a rival with {rival.Committed} transactions and {rival.Victims} lost deadlocks";
            Console.WriteLine(
                $"{name}  {senders, 4} senders  SQL Server, {beside}  {Words(result)}  stored in all {stored}"
            );
        }
        finally
        {
            SqlConnection.ClearAllPools();
            await ExecuteAsync(server, $"DROP DATABASE [{database}]");
        }
    }

    private static async Task<LoadResult> LoadAsync(ServerProcess dashboard, byte[][] requests, int senders)
    {
        var half = requests.Length / 2;
        await LoadGenerator.RunAsync(dashboard.Address, requests[..half], senders, WarmUp);
        return await LoadGenerator.RunAsync(dashboard.Address, requests[half..], senders, Duration);
    }

    private static string Words(LoadResult result) =>
        $"{result.PerSecond, 6:0} /s  p50 {result.P50, 6:0.0} ms  p99 {result.P99, 7:0.0} ms  refused {result.Refused}";

    private static (string Host, int Port) EndOf(string source)
    {
        var parts = source.Replace("tcp:", "", StringComparison.OrdinalIgnoreCase).Split(',');
        return (parts[0], parts.Length > 1 ? int.Parse(parts[1]) : 1433);
    }

    private static async Task<object?> ExecuteAsync(string server, string sql)
    {
        await using var connection = new SqlConnection(server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
