using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Tests.SnapTrade;

public class RecordedRequestTests
{
    [Theory]
    [MemberData(nameof(RecordedRequest.All), MemberType = typeof(RecordedRequest))]
    public async Task Requests_come_out_as_the_official_SDK_sends_them(RecordedRequest recorded)
    {
        using var host = new SnapTradeClientHost(recorded.ClientId, recorded.ConsumerKey);

        // What comes back does not matter here, so an answer some operations can't use is fine.
        await Record.ExceptionAsync(() =>
            recorded.SendAsync(host.Client, TestContext.Current.CancellationToken)
        );

        var sent = Assert.Single(host.Network.Requests);
        Assert.Equal(recorded.Method, sent.Method.Method);
        Assert.Equal(recorded.PathAndQueryAsSent, sent.RequestUri!.PathAndQuery);
        Assert.Equal(recorded.BodyAsSent, host.Network.Bodies[0]);
        Assert.Equal(recorded.Signature, Assert.Single(sent.Headers.GetValues("Signature")));
    }

    [Theory]
    [MemberData(nameof(RecordedRequest.All), MemberType = typeof(RecordedRequest))]
    public async Task The_network_gets_the_same_characters(RecordedRequest recorded)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var origin = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        using var host = new SnapTradeClientHost(
            recorded.ClientId,
            recorded.ConsumerKey,
            origin,
            overNetwork: true
        );

        var call = Record.ExceptionAsync(() => recorded.SendAsync(host.Client, cancellationToken)).AsTask();
        using var connection = await listener.AcceptTcpClientAsync(cancellationToken);
        var head = await AnswerAsync(connection.GetStream(), cancellationToken);
        await call;

        Assert.Equal($"{recorded.Method} {recorded.PathAndQueryAsSent} HTTP/1.1", head[0]);
        Assert.Contains($"Signature: {recorded.Signature}", head);
    }

    /// <summary>Reads one request's head as bytes on the wire and answers it.</summary>
    private static async Task<string[]> AnswerAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
            lines.Add(line);
        await stream.WriteAsync(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray(),
            cancellationToken
        );
        return [.. lines];
    }
}
