using System.Net;
using System.Net.Sockets;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade.Contract;

/// <summary>Calls that get no answer.</summary>
public abstract class NoAnswerContract(ContractClient client) : SnapTradeClientContract(client)
{
    private static readonly UserCredentials Somebody = new("customer", "secret");

    [Fact]
    public async Task Silence_is_a_timeout()
    {
        using var silent = new SilentServer();
        using var host = HostFor(silent.Url);
        var call = FailAsync(() => host.Client.ListUsersAsync(Token));
        await silent.AcceptAsync();

        host.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((SnapTradeErrorKind.Timeout, null), ((await call).Kind, (await call).StatusCode));
    }

    [Fact]
    public async Task A_caller_who_gives_up_sees_a_cancellation()
    {
        using var silent = new SilentServer();
        using var host = HostFor(silent.Url);
        using var cancellation = new CancellationTokenSource();
        var calls = Operations(host.Client, Somebody, "connection", cancellation.Token)
            .Select(operation => operation())
            .ToList();
        await silent.AcceptAsync();

        await cancellation.CancelAsync();

        foreach (var call in calls)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_refused_connection_is_unreachable()
    {
        string url;
        using (var closed = new SilentServer())
            url = closed.Url;
        using var host = HostFor(url);

        foreach (var operation in Operations(host.Client, Somebody, "connection", Token))
            Assert.Equal(SnapTradeErrorKind.Unreachable, (await FailAsync(operation)).Kind);
    }

    /// <summary>Accepts connections and never answers.</summary>
    private sealed class SilentServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public SilentServer() => _listener.Start();

        public string Url => $"http://{_listener.LocalEndpoint}";

        public async Task AcceptAsync() => await _listener.AcceptTcpClientAsync(Token);

        public void Dispose() => _listener.Dispose();
    }
}
