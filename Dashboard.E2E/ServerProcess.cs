using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Dashboard.E2E;

/// <summary>The built server as a process of its own, in Live mode, on a given database file and a free port.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string ClientId = "EXAMPLE";
    public const string ConsumerKey = "example-consumer-key-4f9c";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process process;

    private ServerProcess(string folder)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in Settings(folder))
            start.Environment[key] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public static string DatabaseIn(string folder) => Path.Combine(folder, "dashboard.db");

    /// <summary>Starts one and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var server = new ServerProcess(folder);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var client = new HttpClient { BaseAddress = server.Address };
        while (!await IsReadyAsync(client, patience.Token))
        {
            Assert.False(server.process.HasExited, "The server ended instead of becoming ready.");
            await Task.Delay(20, patience.Token);
        }
        return server;
    }

    /// <summary>SIGKILL: the process gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Dictionary<string, string> Settings(string folder) =>
        new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["ConnectionStrings__Dashboard"] = $"Data Source={DatabaseIn(folder)}",
            ["SnapTrade__Mode"] = "Live",
            // Nobody listens there: the server must do without.
            ["SnapTrade__BaseUrl"] = "http://127.0.0.1:9",
            ["SnapTrade__ClientId"] = ClientId,
            ["SnapTrade__ConsumerKey"] = ConsumerKey,
            ["Dashboard__PublicUrl"] = "https://dashboard.example",
            ["Logging__LogLevel__Default"] = "Error",
        };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
