using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Dashboard.Benchmarks;

/// <summary>
/// An operator's open screen without a browser: a Blazor circuit that confirms every render and answers the calls of
/// JavaScript, so that the server does all it does for a browser.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _closed = new();
    private readonly Channel<IReadOnlyList<string>> _renders = Channel.CreateUnbounded<
        IReadOnlyList<string>
    >();
    private readonly Uri _server;
    private Task _running = Task.CompletedTask;

    private Circuit(Uri server, CookieContainer cookies)
    {
        _server = server;
        _socket.Options.Cookies = cookies;
        _socket.Options.SetRequestHeader("Origin", server.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>The texts of each render, in their order.</summary>
    public ChannelReader<IReadOnlyList<string>> Renders => _renders.Reader;

    /// <param name="cookies">Of an operator's session.</param>
    public static async Task<Circuit> OpenAsync(
        HttpClient browser,
        Uri server,
        CookieContainer cookies,
        string path
    )
    {
        var page = await browser.GetStringAsync(path);
        var roots = Marker().Matches(page).Select(m => m.Groups["root"].Value);
        var circuit = new Circuit(server, cookies);
        var address = new UriBuilder(new Uri(server, "/_blazor")) { Scheme = "ws" }.Uri;
        await circuit._socket.ConnectAsync(address, CancellationToken.None);
        await circuit._socket.SendAsync(
            Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"),
            WebSocketMessageType.Binary,
            endOfMessage: true,
            CancellationToken.None
        );
        circuit._running = Task.WhenAll(circuit.ReceiveAsync(), circuit.PingAsync());
        await circuit.SendAsync(
            HubPack.Invoke(
                "0",
                "StartCircuit",
                server.ToString(),
                new Uri(server, path).ToString(),
                $"[{string.Join(',', roots)}]",
                ""
            )
        );
        return circuit;
    }

    /// <summary>Goes to another screen, as a click on a link does.</summary>
    public Task GoAsync(string path) =>
        SendAsync(HubPack.Invoke(null, "OnLocationChanged", new Uri(_server, path).ToString(), null, false));

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _sending.Dispose();
        _closed.Dispose();
    }

    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync(_closed.Token);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, _closed.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(PingEvery);
        while (await timer.WaitForNextTickAsync(_closed.Token))
            await SendAsync(HubPack.Ping());
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        var received = new List<byte>();
        var isGreeted = false;
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(), _closed.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                    throw new InvalidOperationException($"Closed: {_socket.CloseStatusDescription}");
                received.AddRange(buffer.AsSpan(0, read.Count));
                if (!isGreeted)
                {
                    var end = received.IndexOf(0x1e);
                    if (end < 0)
                        continue;
                    received.RemoveRange(0, end + 1);
                    isGreeted = true;
                }
                while (Next(received) is { } message)
                    await TakeAsync(message);
            }
        }
        catch (Exception exception)
        {
            _renders.Writer.TryComplete(exception);
            throw;
        }
    }

    private static List<object?>? Next(List<byte> received)
    {
        var data = (ReadOnlySpan<byte>)System.Runtime.InteropServices.CollectionsMarshal.AsSpan(received);
        if (HubPack.LengthAt(data) is not var (length, bytes) || data.Length < length + bytes)
            return null;
        data = data.Slice(bytes, length);
        var message = (List<object?>)HubPack.Read(ref data)!;
        received.RemoveRange(0, length + bytes);
        return message;
    }

    private async Task TakeAsync(List<object?> message)
    {
        if (message is [7L, ..])
            throw new InvalidOperationException($"Closed: {message[1]}");
        if (message is not [1L, _, _, string method, List<object?> arguments, ..])
            return;
        switch (method)
        {
            case "JS.RenderBatch":
                _renders.Writer.TryWrite(TextsOf((byte[])arguments[1]!));
                await SendAsync(HubPack.Invoke(null, "OnRenderCompleted", arguments[0], null));
                break;
            case "JS.BeginInvokeJS":
                await AnswerAsync(arguments);
                break;
            case "JS.Error":
                throw new InvalidOperationException($"The circuit failed: {arguments[0]}");
        }
    }

    private async Task AnswerAsync(List<object?> arguments)
    {
        var handle = (long)arguments[0]!;
        if (handle == 0)
            return;
        var result = (string)arguments[1]! switch
        {
            "dashboard.timeZone" => "\"UTC\"",
            "dashboard.watchTheme" => "false",
            _ => "null",
        };
        await SendAsync(
            HubPack.Invoke(
                null,
                "EndInvokeJSFromDotNet",
                handle,
                true,
                string.Create(CultureInfo.InvariantCulture, $"[{handle},true,{result}]")
            )
        );
    }

    // The last five numbers say where the parts of a render begin; the last part is the table of its texts.
    private static List<string> TextsOf(ReadOnlySpan<byte> render)
    {
        var table = render[BinaryPrimitives.ReadInt32LittleEndian(render[^4..])..^20];
        var texts = new List<string>(table.Length / 4);
        for (; table.Length >= 4; table = table[4..])
        {
            var text = render[BinaryPrimitives.ReadInt32LittleEndian(table)..];
            var (length, bytes) = HubPack.LengthAt(text)!.Value;
            texts.Add(Encoding.UTF8.GetString(text.Slice(bytes, length)));
        }
        return texts;
    }

    [GeneratedRegex(
        "<!--Blazor:(?<root>\\{[^>]*\"type\":\"server\"[^>]*\\})-->",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Marker();
}
