using System.Diagnostics;

namespace Dashboard.Benchmarks;

/// <summary>The <see cref="MailSink"/> in a process of its own.</summary>
internal sealed class SinkProcess : IAsyncDisposable
{
    private readonly Process process;

    private SinkProcess()
    {
        Port = ServerProcess.FreePort();
        process = Process.Start(
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
        await sink.process.StandardOutput.ReadLineAsync();
        return sink;
    }

    /// <summary>Ends it and returns what it says it took.</summary>
    public async Task<string?> EndAsync()
    {
        process.StandardInput.Close();
        return await process.StandardOutput.ReadLineAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
