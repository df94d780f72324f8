using System.Net;
using System.Net.WebSockets;
using Dashboard.Access;
using Dashboard.Tests.Access.Walk;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Tests.Access.Origins;

public sealed class BrowserOriginTests(WalkHost host) : IClassFixture<WalkHost>
{
    private const string PublicUrl = "https://dashboard.example";

    [Theory]
    [InlineData(null, false)]
    [InlineData("https://node.internal:8443", false)]
    [InlineData("https://NODE.internal:8443", false)]
    [InlineData("https://dashboard.example", false)]
    [InlineData("https://dashboard.example:443", false)]
    [InlineData("http://dashboard.example", true)]
    [InlineData("http://node.internal:8443", true)]
    [InlineData("https://node.internal", true)]
    [InlineData("https://reports.dashboard.example", true)]
    [InlineData("https://dashboard.example.evil.example", true)]
    [InlineData("https://dashboard.example@evil.example", true)]
    [InlineData("null", true)]
    [InlineData("", true)]
    [InlineData("file://", true)]
    public void Only_our_own_origin_and_the_public_address_are_ours(string? origin, bool isForeign)
    {
        var request = Request();
        if (origin is not null)
            request.Headers.Origin = origin;

        Assert.Equal(isForeign, BrowserOrigin.IsForeign(request, PublicUrl));
    }

    [Fact]
    public void Two_origins_are_foreign()
    {
        var request = Request();
        request.Headers.Append("Origin", PublicUrl);
        request.Headers.Append("Origin", PublicUrl);

        Assert.True(BrowserOrigin.IsForeign(request, PublicUrl));
    }

    [Theory]
    [InlineData("same-site", true)]
    [InlineData("cross-site", true)]
    [InlineData("same-origin", false)]
    [InlineData("none", false)]
    public void Without_an_origin_header_the_fetch_site_decides(string site, bool isForeign)
    {
        var request = Request();
        request.Headers["Sec-Fetch-Site"] = site;

        Assert.Equal(isForeign, BrowserOrigin.IsForeign(request, PublicUrl));
    }

    [Theory]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("/_blazor/initializers/")]
    [InlineData("/hubs/connection-health/negotiate?negotiateVersion=1")]
    [InlineData("/HUBS/connection-health/negotiate?negotiateVersion=1")]
    public async Task A_page_of_another_origin_can_not_connect(string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(path, "https://evil.dashboard.example"));
        Assert.NotEqual(HttpStatusCode.Forbidden, await AskAsync(path, PublicUrl));
        Assert.NotEqual(HttpStatusCode.Forbidden, await AskAsync(path, Own));
        Assert.NotEqual(HttpStatusCode.Forbidden, await AskAsync(path, origin: null));
    }

    [Theory]
    [InlineData("/_blazor")]
    [InlineData("/hubs/connection-health")]
    public async Task A_page_of_another_origin_can_not_open_a_web_socket(string path)
    {
        using (var own = await UpgradeAsync(path, Own))
            Assert.Equal(WebSocketState.Open, own.State);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() =>
            ConnectAsync(socket, path, "http://evil.dashboard.example")
        );
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    private string Own => host.Server.Address.GetLeftPart(UriPartial.Authority);

    private async Task<HttpStatusCode> AskAsync(string path, string? origin)
    {
        using var client = host.Server.Caller(key: null);
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (path.Contains("initializers", StringComparison.Ordinal))
            request.Method = HttpMethod.Get;
        request.Headers.Add("Cookie", host.CookieOf(Who.Admin));
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<ClientWebSocket> UpgradeAsync(string path, string origin)
    {
        var socket = new ClientWebSocket();
        await ConnectAsync(socket, path, origin);
        return socket;
    }

    private Task ConnectAsync(ClientWebSocket socket, string path, string origin)
    {
        socket.Options.SetRequestHeader("Cookie", host.CookieOf(Who.Admin));
        socket.Options.SetRequestHeader("Origin", origin);
        var address = new UriBuilder(host.Server.Address) { Scheme = "ws", Path = path }.Uri;
        return socket.ConnectAsync(address, TestContext.Current.CancellationToken);
    }

    private static HttpRequest Request()
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "https";
        request.Host = new HostString("node.internal", 8443);
        return request;
    }
}
