using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade;

public class SecretsStaySecretTests
{
    private static readonly string[] Secrets =
    [
        SnapTradeClientHost.User.UserSecret,
        Uri.EscapeDataString(SnapTradeClientHost.User.UserSecret),
        SnapTradeClientHost.ConsumerKey,
        "userSecret",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_and_errors_hold_no_secret_even_when_SnapTrade_quotes_it()
    {
        using var host = new SnapTradeClientHost();
        var secret = SnapTradeClientHost.User.UserSecret;
        host.Network.AnswerWith(
            RecordingHandler.Json(
                $$"""{"detail":"{{secret}} is wrong: https://x/y?userSecret={{secret}} {{SnapTradeClientHost.ConsumerKey}}"}""",
                HttpStatusCode.Unauthorized
            )
        );

        var failure = await Assert.ThrowsAsync<SnapTradeException>(() =>
            host.Client.ListAuthorizationsAsync(SnapTradeClientHost.User, Token)
        );

        var signature = Assert.Single(host.Network.Requests[0].Headers.GetValues("Signature"));
        Assert.Contains("* is wrong", failure.Detail);
        AssertClean([.. host.Log.Lines, $"{failure}", $"{SnapTradeClientHost.User}"], signature);
        Assert.Contains(host.Log.Lines, line => line.Contains("/authorizations", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Traces_of_real_requests_hold_no_secret()
    {
        var tags = new ConcurrentQueue<string>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                tags.Enqueue(activity.DisplayName);
                foreach (var tag in activity.TagObjects)
                    tags.Enqueue($"{tag.Key}={tag.Value}");
            },
        };
        ActivitySource.AddActivityListener(activities);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var origin = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        using var host = new SnapTradeClientHost(baseUrl: origin, overNetwork: true);

        var call = Assert.ThrowsAsync<SnapTradeException>(() =>
            host.Client.ListAuthorizationsAsync(SnapTradeClientHost.User, Token)
        );
        using (await listener.AcceptTcpClientAsync(Token))
            listener.Stop();
        await call;

        Assert.Contains(
            tags,
            tag => tag.StartsWith($"url.full={origin}/authorizations", StringComparison.Ordinal)
        );
        AssertClean([.. tags, .. host.Log.Lines]);
    }

    [Theory]
    [InlineData("https://x/a?userId=u&userSecret=s", "https://x/a?*")]
    [InlineData("GET https://x/a?b=c failed", "GET https://x/a?* failed")]
    [InlineData("\"https://x/a?b=c\", and more?", "\"https://x/a?*\", and more?")]
    [InlineData("/r/a?token", "/r/a?*")]
    [InlineData("https://x/a", "https://x/a")]
    [InlineData("{\"userSecret\":\"s-1\",\"x\":1}", "{\"userSecret\":\"*\",\"x\":1}")]
    [InlineData("Signature: abc=", "Signature: *")]
    [InlineData("user_secret=abc&x=1", "user_secret=*&x=1")]
    [InlineData("Is it late?", "Is it late?")]
    public void Queries_and_secrets_are_redacted(string text, string expected) =>
        Assert.Equal(expected, UrlRedaction.Redact(text));

    private static void AssertClean(IEnumerable<string> texts, params string[] more)
    {
        foreach (var text in texts)
        foreach (var secret in (string[])[.. Secrets, .. more])
            Assert.DoesNotContain(secret, text);
    }
}
