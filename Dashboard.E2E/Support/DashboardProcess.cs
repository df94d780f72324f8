using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.E2E.Support;

/// <summary>Runs the real server in its own process, on a free port, with its own folder and SQLite file.</summary>
public sealed class DashboardProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-e2e-").FullName;
    private readonly Dictionary<string, string> _settings;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private DashboardProcess(IReadOnlyDictionary<string, string> settings)
    {
        Origin = new Uri($"http://localhost:{FreePort()}");
        _settings = new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = Origin.ToString(),
            ["Dashboard__PublicUrl"] = Origin.GetLeftPart(UriPartial.Authority),
            ["ConnectionStrings__Dashboard"] = $"Data Source={DatabasePath}",
            ["Access__SignInsPerMinute"] = "1000",
            ["Access__BootstrapApiKey"] = ApiKey,
            ["Api__RequestsPerMinute"] = "100000",
            ["Email__PickupFolder"] = MailFolder,
            ["Exports__Folder"] = Path.Combine(_folder, "exports"),
        };
        foreach (var (key, value) in settings)
            _settings[key] = value;
    }

    public const string ApiKey = "e2e-key-0123456789abcdef0123456789";

    public Uri Origin { get; }

    /// <summary>The folder of its e-mails, as .eml files.</summary>
    public string MailFolder => Path.Combine(_folder, "mail");
    public string DatabasePath => Path.Combine(_folder, "dashboard.db");

    /// <summary>Every file that the server wrote.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories);

    /// <summary>What the server wrote to its console.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts with a small simulated world whose connections break only when a test breaks them.</summary>
    public static Task<DashboardProcess> StartDemoAsync(params (string Key, string Value)[] more) =>
        StartAsync([
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("SnapTrade__Mode", "Simulator"),
            ("Simulator__Users", "120"),
            ("Simulator__Connections", "180"),
            ("Simulator__Enabled", "false"),
            ("Simulator__RequestsPerMinute", "0"),
            .. more,
        ]);

    public static Task<DashboardProcess> StartLiveAsync(params (string Key, string Value)[] more) =>
        StartAsync([("ASPNETCORE_ENVIRONMENT", "Production"), ("SnapTrade__Mode", "Live"), .. more]);

    public HttpClient CreateClient() => new() { BaseAddress = Origin };

    /// <summary>Changes a setting for the next start.</summary>
    public void Set(string key, string value) => _settings[key] = value;

    /// <summary>Starts the process again on the same file and port.</summary>
    public async Task RestartAsync()
    {
        Start();
        await ReadyAsync();
    }

    /// <summary>Kills the process without notice.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops the process and lets it finish accepted work.</summary>
    public async Task StopAsync()
    {
        _ = SysKill(_process!.Id, 15);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<DashboardProcess> StartAsync((string Key, string Value)[] settings)
    {
        // A test's settings override the others.
        var chosen = settings
            .GroupBy(s => s.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);
        var server = new DashboardProcess(chosen);
        await server.RestartAsync();
        return server;
    }

    private void Start()
    {
        var assembly = typeof(Data.DashboardDbContext).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            // Static files are in the project's folder, as with `dotnet run`; data is in the test's own folder.
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_CONTENTROOT"] = Repository.Dashboard;
        foreach (var (key, value) in _settings)
            start.Environment[key] = value;
        start.Environment["Email__PickupFolder"] = MailFolder;
        start.Environment["Simulator__StatePath"] = Path.Combine(_folder, "simulator.json");
        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task ReadyAsync()
    {
        using var client = CreateClient();
        await Eventually.BecomesTrueAsync(
            async () =>
                _process!.HasExited
                    ? throw new InvalidOperationException($"The server ended.\n{Output}")
                    : (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode,
            Patience
        );
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    /// <summary>A port of this machine on which nothing listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SysKill(int process, int signal);
}
