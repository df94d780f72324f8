using System.Diagnostics;

namespace Dashboard.Benchmarks;

/// <summary>Runs the <see cref="MailSink"/> in its own process.</summary>
internal sealed class SinkProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SinkProcess()
    {
        Port = ServerProcess.FreePort();
        _process = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(MailSink).Assembly.Location, "sink", $"{Port}"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
    }

    public int Port { get; }

    public static async Task<SinkProcess> StartAsync()
    {
        var sink = new SinkProcess();
        await sink._process.StandardOutput.ReadLineAsync();
        return sink;
    }

    /// <summary>Ends the process and returns the count that it prints.</summary>
    public async Task<string?> EndAsync()
    {
        _process.StandardInput.Close();
        return await _process.StandardOutput.ReadLineAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
