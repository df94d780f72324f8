using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Diagnostics.NETCore.Client;

namespace Dashboard.Benchmarks;

/// <summary>A server with its own process and database file.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // The runtime's keyword GCHeapCollect.
    private const long GarbageCollection = 0x800000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-bench-").FullName;
    private readonly Stopwatch _sinceStart = new();
    private readonly Process _process;

    private ServerProcess(
        string assembly,
        (string Key, string Value)[] settings,
        string? database,
        params string[] arguments
    )
    {
        if (database is not null)
            File.Copy(database, DatabasePath);
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])[assembly, .. arguments])
            start.ArgumentList.Add(argument);
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["ConnectionStrings__Dashboard"] = $"Data Source={DatabasePath}",
            ["SnapTrade__Mode"] = "Live",
            ["SnapTrade__BaseUrl"] = "http://127.0.0.1:9",
            ["SnapTrade__ClientId"] = SignedLoad.ClientId,
            ["SnapTrade__ConsumerKey"] = SignedLoad.ConsumerKey,
            ["Dashboard__PublicUrl"] = Address.ToString(),
            ["Logging__LogLevel__Default"] = "Error",
        };
        foreach (var (key, value) in settings)
            environment[key] = value;
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        _sinceStart.Start();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
    }

    public Uri Address { get; }

    /// <summary>From the start of the process until it reported that it is ready.</summary>
    public TimeSpan TimeToReady { get; private set; }
    public long Memory => Refreshed().WorkingSet64;
    public long PeakMemory => Refreshed().PeakWorkingSet64;
    public TimeSpan ProcessorTime => Refreshed().TotalProcessorTime;

    /// <summary>The server's own file.</summary>
    public string DatabasePath => Path.Combine(_folder, "bench.db");

    public static Task<ServerProcess> StartDashboardAsync() => StartDashboardAsync([]);

    /// <summary>Starts another build of the product.</summary>
    public static Task<ServerProcess> StartDashboardAsync(
        string assembly,
        params (string Key, string Value)[] settings
    ) => ReadyAsync(new ServerProcess(assembly, settings, database: null));

    /// <param name="settings">Overrides the default configuration, as environment variables.</param>
    /// <param name="database">A closed SQLite file to copy; null starts with an empty database.</param>
    public static Task<ServerProcess> StartDashboardAsync(
        (string Key, string Value)[] settings,
        string? database = null
    ) => ReadyAsync(new ServerProcess(typeof(Data.DashboardDbContext).Assembly.Location, settings, database));

    /// <summary>Starts a server of this project.</summary>
    public static Task<ServerProcess> StartOwnAsync(string name) =>
        ReadyAsync(new ServerProcess(typeof(NaiveServer).Assembly.Location, [], database: null, name));

    /// <summary>The memory of the process in bytes after a full garbage collection.</summary>
    public async Task<long> LiveMemoryAsync()
    {
        // Starting to listen with this keyword collects; several times, because finalizers free more.
        var collect = new EventPipeProvider(
            "Microsoft-Windows-DotNETRuntime",
            EventLevel.Informational,
            GarbageCollection
        );
        for (var i = 0; i < 3; i++)
        {
            using var session = new DiagnosticsClient(_process.Id).StartEventPipeSession(collect);
            var read = session.EventStream.CopyToAsync(Stream.Null);
            await session.StopAsync(CancellationToken.None);
            await read;
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
        return Memory;
    }

    /// <summary>The number of accepted deliveries according to the database.</summary>
    public long Accepted()
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM EventReceipts";
        return (long)command.ExecuteScalar()!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<ServerProcess> ReadyAsync(ServerProcess server)
    {
        using var client = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(
                    new Uri(server.Address, "/health/ready"),
                    patience.Token
                );
                if (answer.IsSuccessStatusCode)
                {
                    server.TimeToReady = server._sinceStart.Elapsed;
                    return server;
                }
            }
            catch (HttpRequestException) { }
            await Task.Delay(LookEvery, patience.Token);
        }
    }

    private Process Refreshed()
    {
        _process.Refresh();
        return _process;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
