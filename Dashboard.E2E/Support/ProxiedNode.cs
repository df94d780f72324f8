using System.Net;
using System.Net.Sockets;

namespace Dashboard.E2E.Support;

/// <summary>A node in Live mode behind a proxy on this machine, and clients that come through the proxy.</summary>
internal static class ProxiedNode
{
    public const string Admin = "first@admin.example";
    public const string Password = "a long first password";

    // Different from the proxies' address, which is 127.0.0.1.
    public static readonly IPAddress Client = IPAddress.Parse("127.0.0.2");

    public static Task<DashboardProcess> StartAsync(int proxy, params (string Key, string Value)[] more) =>
        DashboardProcess.StartLiveAsync([
            // Serves the assets of packages from the build output; everything else is as deployed.
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("SnapTrade__BaseUrl", "http://127.0.0.1:9"),
            ("SnapTrade__ClientId", WebhookFire.ClientId),
            ("SnapTrade__ConsumerKey", WebhookFire.ConsumerKey),
            ("Dashboard__PublicUrl", $"https://localhost:{proxy}"),
            ("ForwardedHeaders__KnownProxies", "127.0.0.1"),
            ("Access__BootstrapAdmin__Email", Admin),
            ("Access__BootstrapAdmin__Password", Password),
            .. more,
        ]);

    /// <summary>A client with an address of its own that claims yet another one.</summary>
    public static HttpClient Connect(int proxy)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(Client, 0));
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, proxy), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://localhost:{proxy}"),
            // Longer than a webhook may take to be refused.
            Timeout = TimeSpan.FromSeconds(20),
            DefaultRequestHeaders = { { "X-Forwarded-For", "203.0.113.9" }, { "X-Forwarded-Proto", "http" } },
        };
    }
}
