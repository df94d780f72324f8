using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Tests.Deployment;

/// <summary>Runs the dashboard in its own process on a free port.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TaskCompletionSource<string> _started = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) =>
            _started.TrySetException(new InvalidOperationException($"The server ended.\n{Output}"));
    }

    /// <summary>What the server wrote to its console.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public HttpClient Client { get; } = new();

    /// <summary>Starts a program and waits until it takes requests.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables in addition to those of this process.</param>
    public static async Task<ServerProcess> StartAsync(
        string folder,
        string[] command,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(command[0], [.. command[1..], "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var server = new ServerProcess(start);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        // With what it started: `dotnet run` runs the server as a child.
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task StartAsync()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Client.BaseAddress = new Uri(await _started.Task.WaitAsync(Patience, Token));
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
        if (line is not null && Listening().Match(line) is { Success: true } match)
            _started.TrySetResult(match.Groups["url"].Value);
    }

    [GeneratedRegex(
        @"Now listening on: (?<url>\S+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Listening();
}
