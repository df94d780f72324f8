using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Dashboard.Tests.Support;

/// <summary>A real redis-server in memory on a port of its own.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly int _port = FreePort();
    private Process? _process;

    /// <summary>How the dashboard is told where it is; quick to find out that it is back.</summary>
    public string Configuration => $"127.0.0.1:{_port},connectTimeout=1000,syncTimeout=1000";

    /// <summary>Starts one, or skips the test, visibly, where redis-server is not installed.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.RunAsync();
        return server;
    }

    /// <summary>A place where no Redis is until <see cref="RunAsync"/>.</summary>
    public static RedisServer Absent() => new();

    public async Task RunAsync()
    {
        try
        {
            _process = Process.Start(
                new ProcessStartInfo("redis-server")
                {
                    ArgumentList =
                    {
                        "--port",
                        $"{_port}",
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                    },
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            )!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("redis-server is not installed.");
        }
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await Eventually.TrueAsync(AnswersAsync, "redis-server answered");
    }

    /// <summary>Keeps it from answering while its connections stay open.</summary>
    public void Freeze() => Signal("-STOP");

    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        kill.WaitForExit();
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
