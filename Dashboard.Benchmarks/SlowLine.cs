using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Dashboard.Benchmarks;

/// <summary>
/// A network between a client and a server: what the client sends arrives a round trip later, whatever its size, and in its
/// order; what the server answers arrives at once. By the resolution of timers it takes up to a millisecond more.
/// </summary>
internal sealed class SlowLine : IAsyncDisposable
{
    private const int Waiting = 1024;
    private const int Largest = 64 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly DnsEndPoint _server;
    private readonly TimeSpan _delay;
    private readonly Task _accepting;

    public SlowLine(string host, int port, TimeSpan roundTrip)
    {
        (_server, _delay) = (new DnsEndPoint(host, port), roundTrip);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
            _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        using (client)
        {
            await server.ConnectAsync(_server, _end.Token);
            await Task.WhenAny(CarryAsync(client, server, _delay), CarryAsync(server, client, TimeSpan.Zero));
        }
    }

    private async Task CarryAsync(Socket from, Socket to, TimeSpan delay)
    {
        var line = Channel.CreateBounded<(byte[] Bytes, long Due)>(Waiting);
        var sending = SendAsync(line.Reader, to);
        var buffer = new byte[Largest];
        var ticks = (long)(delay.TotalSeconds * Stopwatch.Frequency);
        while (await from.ReceiveAsync(buffer, _end.Token) is var length and > 0)
            await line.Writer.WriteAsync((buffer[..length], Stopwatch.GetTimestamp() + ticks), _end.Token);
        line.Writer.Complete();
        await sending;
    }

    private async Task SendAsync(ChannelReader<(byte[] Bytes, long Due)> line, Socket to)
    {
        await foreach (var (bytes, due) in line.ReadAllAsync(_end.Token))
        {
            if (due - Stopwatch.GetTimestamp() is var early and > 0)
                await Task.Delay(TimeSpan.FromSeconds((double)early / Stopwatch.Frequency), _end.Token);
            await to.SendAsync(bytes, _end.Token);
        }
    }
}
