using System.Net;
using System.Net.Sockets;
using Dashboard.SnapTrade;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Tests.SnapTrade;

public sealed class SnapTradeFailureTests : IDisposable
{
    private readonly SnapTradeClientHost _host = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, SnapTradeErrorKind.BadRequest)]
    [InlineData(401, SnapTradeErrorKind.Unauthorized)]
    [InlineData(402, SnapTradeErrorKind.Disabled)]
    [InlineData(403, SnapTradeErrorKind.Forbidden)]
    [InlineData(404, SnapTradeErrorKind.NotFound)]
    [InlineData(410, SnapTradeErrorKind.Gone)]
    [InlineData(425, SnapTradeErrorKind.StillSyncing)]
    [InlineData(429, SnapTradeErrorKind.RateLimited)]
    [InlineData(500, SnapTradeErrorKind.ServerError)]
    [InlineData(504, SnapTradeErrorKind.Timeout)]
    [InlineData(302, SnapTradeErrorKind.InvalidResponse)]
    public async Task Each_status_has_its_kind(int status, SnapTradeErrorKind kind)
    {
        Answer("", status);

        Assert.Equal(kind, (await FailAsync()).Kind);
        Assert.Single(_host.Network.Requests);
    }

    [Fact]
    public async Task An_operation_that_is_not_offered_any_more_degrades_readiness_until_it_is_answered()
    {
        Answer("", 500);
        await FailAsync();
        Assert.Equal(HealthStatus.Healthy, (await _host.Health.CheckHealthAsync(Token)).Status);

        Answer("", 410);
        await FailAsync();
        var report = await _host.Health.CheckHealthAsync(Token);
        Assert.Equal(HealthStatus.Degraded, report.Status);
        var words = report.Entries["snaptrade"].Description;
        Assert.Contains("410", words);
        Assert.Contains("POST /authorizations", words);

        Answer("", 500);
        await FailAsync();
        Assert.Equal(HealthStatus.Healthy, (await _host.Health.CheckHealthAsync(Token)).Status);
    }

    [Theory]
    [InlineData(
        """{"detail":"Already disabled","status_code":402,"code":"3011"}""",
        "Already disabled",
        "3011"
    )]
    [InlineData("""{"detail":"Already disabled","code":3011}""", "Already disabled", "3011")]
    [InlineData("""{"default_detail":"Odd","default_code":1012}""", "Odd", "1012")]
    [InlineData("""{"detail":{"why":[1]},"code":null}""", """{"why":[1]}""", null)]
    [InlineData("""["list"]""", null, null)]
    [InlineData("<html>Bad gateway</html>", null, null)]
    public async Task Every_error_shape_is_understood(string body, string? detail, string? code)
    {
        Answer(body, 402, ("X-Request-ID", "req-7"));

        var failure = await FailAsync();

        Assert.Equal(detail, failure.Detail);
        Assert.Equal(code, failure.Code);
        Assert.Equal(402, failure.StatusCode);
        Assert.Equal("req-7", failure.RequestId);
        Assert.False(failure.IsTransient);
    }

    [Theory]
    [InlineData("Retry-After", "3", 3)]
    [InlineData("X-RateLimit-Reset", "21", 21)]
    [InlineData("X-Other", "1", 7)]
    public async Task Throttling_says_how_long_and_stops_further_calls(
        string header,
        string value,
        int seconds
    )
    {
        Answer(
            """{"detail":"Request was throttled. Expected available in 7 seconds.","status_code":429,"code":"0000"}""",
            429,
            (header, value)
        );
        Assert.Equal(TimeSpan.FromSeconds(seconds), (await FailAsync()).RetryAfter);

        var background = _host.Client.WithPriority(CallPriority.Background).ListUsersAsync(Token);
        _host.Time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
        Assert.False(background.IsCompleted);
        Assert.Single(_host.Network.Requests);
        Answer("[]", 200);
        _host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(await background);
    }

    [Fact]
    public async Task The_budget_learns_from_every_answer()
    {
        Answer("[]", 200, ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "30"));
        await _host.Client.ListUsersAsync(Token);

        var failure = await FailAsync();

        Assert.Equal(SnapTradeErrorKind.RateLimited, failure.Kind);
        Assert.Equal(TimeSpan.FromSeconds(30), failure.RetryAfter);
        Assert.Single(_host.Network.Requests);
    }

    [Fact]
    public async Task Repeated_failures_slow_background_calls_down()
    {
        Answer("", 503);
        await FailAsync();
        Assert.Equal(1, _host.Budget.Snapshot().SlowedBy);
        await FailAsync();

        Assert.Equal(2, _host.Budget.Snapshot().SlowedBy);
    }

    [Fact]
    public async Task Silence_is_a_timeout()
    {
        Silence();
        var call = FailAsync();

        _host.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(SnapTradeErrorKind.Timeout, (await call).Kind);
    }

    [Fact]
    public async Task A_caller_who_gives_up_sees_a_cancellation()
    {
        Silence();
        using var cancellation = new CancellationTokenSource();
        var call = _host.Client.ListUsersAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_refused_connection_is_unreachable()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var host = new SnapTradeClientHost(baseUrl: $"http://127.0.0.1:{port}", overNetwork: true);

        var failure = await Assert.ThrowsAsync<SnapTradeException>(() => host.Client.ListUsersAsync(Token));

        Assert.Equal(SnapTradeErrorKind.Unreachable, failure.Kind);
        Assert.True(failure.IsTransient);
    }

    public void Dispose() => _host.Dispose();

    private Task<SnapTradeException> FailAsync() =>
        Assert.ThrowsAsync<SnapTradeException>(() =>
            _host.Client.RefreshAuthorizationAsync("c", SnapTradeClientHost.User, Token)
        );

    private void Silence() =>
        _host.Network.Answer = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return RecordingHandler.Json("");
        };

    private void Answer(string body, int status, params (string Name, string Value)[] headers) =>
        _host.Network.Answer = (_, _) =>
            Task.FromResult(RecordingHandler.Json(body, (HttpStatusCode)status, headers));
}
