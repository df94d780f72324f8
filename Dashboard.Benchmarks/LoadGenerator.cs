using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Benchmarks;

/// <summary>What a run of the load generator saw.</summary>
internal sealed record LoadResult(int Acknowledged, int Refused, double PerSecond, double P50, double P99);

/// <summary>Keeps a number of connections busy, one request at a time on each, as SnapTrade's senders would.</summary>
internal static class LoadGenerator
{
    public static async Task<LoadResult> RunAsync(
        Uri server,
        byte[][] requests,
        int connections,
        TimeSpan duration
    )
    {
        var next = -1;
        var latencies = new ConcurrentBag<List<double>>();
        var refused = 0;
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async _ =>
                {
                    var mine = new List<double>();
                    using var client = new TcpClient { NoDelay = true };
                    await client.ConnectAsync(server.Host, server.Port);
                    var stream = client.GetStream();
                    var buffer = new byte[4096];
                    while (
                        clock.GetElapsedTime(started) < duration
                        && Interlocked.Increment(ref next) is var i
                        && i < requests.Length
                    )
                    {
                        var sent = clock.GetTimestamp();
                        await stream.WriteAsync(requests[i]);
                        if (await ReadStatusAsync(stream, buffer) == 200)
                            mine.Add(clock.GetElapsedTime(sent).TotalMilliseconds);
                        else
                            Interlocked.Increment(ref refused);
                    }
                    latencies.Add(mine);
                })
        );
        var elapsed = clock.GetElapsedTime(started).TotalSeconds;
        var all = latencies.SelectMany(l => l).Order().ToArray();
        return new LoadResult(all.Length, refused, all.Length / elapsed, At(all, 0.50), At(all, 0.99));
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)(share * (sorted.Length - 1))];

    private static async Task<int> ReadStatusAsync(NetworkStream stream, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            length += read;
            if (IsComplete(buffer.AsSpan(0, length)))
                return int.Parse(Encoding.ASCII.GetString(buffer, 9, 3));
        }
    }

    // The answers are short and either chunked or of a stated length.
    private static bool IsComplete(ReadOnlySpan<byte> response)
    {
        var head = response.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var text = Encoding.ASCII.GetString(response[..head]);
        var length = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        if (length < 0)
            return response.EndsWith("0\r\n\r\n"u8);
        var end = text.IndexOf('\r', length);
        var stated = int.Parse(end < 0 ? text[(length + 16)..] : text[(length + 16)..end]);
        return response.Length >= head + 4 + stated;
    }
}
