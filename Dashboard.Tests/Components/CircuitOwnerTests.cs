using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Tests.Access.Walk;

namespace Dashboard.Tests.Components;

/// <summary>Tests circuits that are started with the markers of one operator's page and another operator's cookie.</summary>
public sealed partial class CircuitOwnerTests(WalkHost host) : IClassFixture<WalkHost>
{
    private const string ReloadCall = "navigateTo";

    // In the frame of every screen.
    private const string AdminsName = "Admin, Admin";

    [Fact]
    public async Task A_page_starts_a_circuit_for_the_operator_it_was_made_for() =>
        Assert.Contains(
            AdminsName,
            await StartAsync(pageOf: Who.Admin, cookieOf: Who.Admin, until: AdminsName),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_page_of_another_operator_shows_nothing_and_reloads()
    {
        var shown = await StartAsync(pageOf: Who.Support, cookieOf: Who.Admin, until: ReloadCall);

        Assert.DoesNotContain(AdminsName, shown, StringComparison.Ordinal);
    }

    /// <returns>The text that the server sent up to and including that text.</returns>
    private async Task<string> StartAsync(Who pageOf, Who cookieOf, string until)
    {
        using var client = host.Server.Caller(key: null);
        client.DefaultRequestHeaders.Add("Cookie", host.CookieOf(pageOf));
        var page = await client.GetStringAsync("/connections", TestContext.Current.CancellationToken);
        var markers = $"[{string.Join(',', Marker().Matches(page).Select(m => m.Groups["marker"].Value))}]";

        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", host.CookieOf(cookieOf));
        var address = new UriBuilder(host.Server.Address) { Scheme = "ws", Path = "/_blazor" }.Uri;
        await socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        await SendAsync(socket, "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray());
        var root = host.Server.Address.ToString();
        await SendAsync(socket, Invocation("StartCircuit", root, $"{root}audit", markers, ""));
        return await ReadUntilAsync(socket, until);
    }

    private static async Task<string> ReadUntilAsync(ClientWebSocket socket, string until)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        var said = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!said.ToString().Contains(until, StringComparison.Ordinal))
        {
            var read = await socket.ReceiveAsync(buffer, deadline.Token);
            Assert.NotEqual(WebSocketMessageType.Close, read.MessageType);
            said.Append(Encoding.Latin1.GetString(buffer, 0, read.Count));
        }
        return said.ToString();
    }

    private static Task SendAsync(ClientWebSocket socket, byte[] message) =>
        socket.SendAsync(
            message,
            WebSocketMessageType.Binary,
            endOfMessage: true,
            TestContext.Current.CancellationToken
        );

    /// <summary>A call in Blazor's form of MessagePack: [1, {}, "0", target, [arguments]] after its length.</summary>
    private static byte[] Invocation(string target, params string[] arguments)
    {
        List<byte> call =
        [
            0x95,
            0x01,
            0x80,
            .. Packed("0"),
            .. Packed(target),
            (byte)(0x90 + arguments.Length),
        ];
        foreach (var argument in arguments)
            call.AddRange(Packed(argument));
        List<byte> length = [];
        for (var rest = call.Count; ; rest >>= 7)
        {
            length.Add((byte)(rest < 0x80 ? rest : rest & 0x7F | 0x80));
            if (rest < 0x80)
                return [.. length, .. call];
        }
    }

    private static byte[] Packed(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [0xDA, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    [GeneratedRegex("<!--Blazor:(?<marker>\\{.*?\"type\":\"server\".*?\\})-->", RegexOptions.None, 1000)]
    private static partial Regex Marker();
}
