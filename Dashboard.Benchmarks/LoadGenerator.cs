using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Benchmarks;

/// <summary>The result of a run of the load generator.</summary>
internal sealed record LoadResult(int Acknowledged, int Refused, double PerSecond, double P50, double P99);

/// <summary>
/// Keeps a number of connections busy, one request at a time on each, as SnapTrade's senders would. Uses
/// <c>wrk</c>, because it needs little processor time, which the generator and the server share.
/// </summary>
internal static class LoadGenerator
{
    // Each request is preceded by its length. The script prints the last line of the output.
    private const string Script = """
        local file
        function init(args) file = io.open(args[1], "rb") end
        function request()
          local length = file:read(6)
          if not length then wrk.thread:stop() return wrk.format("GET", "/health/live") end
          return file:read(tonumber(length))
        end
        function done(summary, latency, requests)
          local failed = summary.errors
          io.write(string.format("result %d %d %d %f %f\n", summary.requests, summary.duration,
            failed.status + failed.connect + failed.read + failed.write + failed.timeout,
            latency:percentile(50) / 1000, latency:percentile(99) / 1000))
        end
        """;

    /// <exception cref="InvalidOperationException">wrk is missing or failed.</exception>
    public static async Task<LoadResult> RunAsync(
        Uri server,
        IEnumerable<byte[]> requests,
        int connections,
        TimeSpan duration
    )
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-load-");
        try
        {
            var (script, load) = (
                Path.Combine(folder.FullName, "load.lua"),
                Path.Combine(folder.FullName, "load")
            );
            await File.WriteAllTextAsync(script, Script);
            await WriteAsync(load, requests);
            return Read(
                await RunWrkAsync([
                    "-t1",
                    $"-c{connections}",
                    $"-d{duration.TotalSeconds:0}s",
                    "--timeout",
                    "30s",
                    "-s",
                    script,
                    server.ToString(),
                    "--",
                    load,
                ])
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WriteAsync(string path, IEnumerable<byte[]> requests)
    {
        await using var file = File.Create(path);
        foreach (var request in requests)
        {
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{request.Length:D6}"));
            await file.WriteAsync(request);
        }
    }

    private static async Task<string> RunWrkAsync(IEnumerable<string> arguments)
    {
        try
        {
            using var wrk = Process.Start(
                new ProcessStartInfo("wrk", arguments)
                {
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            )!;
            var output = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            return output;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("wrk is missing: apt-get install wrk", exception);
        }
    }

    private static LoadResult Read(string output)
    {
        var line = output.Split('\n').FirstOrDefault(l => l.StartsWith("result ", StringComparison.Ordinal));
        if (line is null)
            throw new InvalidOperationException($"wrk gave no result: {output}");
        var values = line.Split(' ')[1..]
            .Select(v => double.Parse(v, CultureInfo.InvariantCulture))
            .ToArray();
        var acknowledged = (int)(values[0] - values[2]);
        return new LoadResult(
            acknowledged,
            (int)values[2],
            acknowledged / (values[1] / 1_000_000),
            values[3],
            values[4]
        );
    }
}
