using System.Net;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade;

public sealed class HttpSnapTradeClientTests : IDisposable
{
    private readonly SnapTradeClientHost _host = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_are_read_with_what_is_known_of_them()
    {
        Answer(
            """
            [{"id":"not-a-uuid","created_date":"2024-08-20T21:56:19.123456Z","name":"Margin","type":"trade",
              "disabled":true,"disabled_date":"2026-11-20T09:15:30+00:00","data_freshness_mode":"CACHED",
              "brokerage":{"id":"b-1","slug":"ALPACA","name":"Alpaca","display_name":"Alpaca Markets",
              "aws_s3_square_logo_url":"https://logo","maintenance_mode":true,"unknown":[1]},"meta":{}},
             {"id":42,"brokerage":"b-2","disabled_date":null,"created_date":"never"},
             {"id":"c","brokerage":{"name":"nameless"}}]
            """
        );

        var list = await _host.Client.ListAuthorizationsAsync(SnapTradeClientHost.User, Token);

        var first = list.Value[0];
        Assert.Equal(
            ("not-a-uuid", "Margin", "trade", true),
            (first.Id, first.Name, first.Type, first.Disabled)
        );
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 15, 30, TimeSpan.Zero), first.DisabledDate);
        Assert.Equal("https://logo", first.Brokerage?.SquareLogoUrl);
        Assert.True(first.Brokerage?.MaintenanceMode);
        Assert.Equal(
            ("42", false, "b-2"),
            (list.Value[1].Id, list.Value[1].Disabled, list.Value[1].Brokerage?.Id)
        );
        Assert.Null(list.Value[1].CreatedDate);
        Assert.Null(list.Value[2].Brokerage);
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("""[{"name":"without an id"}]""")]
    [InlineData("""{"detail":"no list"}""")]
    [InlineData("null")]
    [InlineData("<html>")]
    public async Task A_list_with_holes_is_no_answer(string body)
    {
        Answer(body);

        var failure = await Assert.ThrowsAsync<SnapTradeException>(() =>
            _host.Client.ListAuthorizationsAsync(SnapTradeClientHost.User, Token)
        );

        Assert.Equal(SnapTradeErrorKind.InvalidResponse, failure.Kind);
    }

    [Fact]
    public async Task A_connection_that_SnapTrade_does_not_know_is_absent()
    {
        Answer("""{"detail":"Not found","status_code":404,"code":"1070"}""", HttpStatusCode.NotFound);

        var answer = await _host.Client.GetAuthorizationAsync("c", SnapTradeClientHost.User, Token);

        Assert.Null(answer.Value);
        Assert.Equal(_host.Time.GetUtcNow(), answer.RequestedAt);
    }

    [Fact]
    public async Task A_404_that_is_not_SnapTrades_says_nothing_about_the_connection()
    {
        Answer("<html>nginx</html>", HttpStatusCode.NotFound);

        var failure = await Assert.ThrowsAsync<SnapTradeException>(() =>
            _host.Client.GetAuthorizationAsync("c", SnapTradeClientHost.User, Token)
        );

        Assert.Equal(SnapTradeErrorKind.NotFound, failure.Kind);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-2, 0)]
    [InlineData(-90, -90)]
    [InlineData(90, 90)]
    [InlineData(3600, 0)]
    [InlineData(-3500, -3500)]
    [InlineData(-3700, 0)]
    [InlineData(-86_400 * 365, 0)]
    public async Task Answers_count_at_the_start_of_the_request_by_the_clock_that_several_agree_on(
        int ahead,
        int shift
    )
    {
        for (var i = 1; i < SnapTradeClock.Needed; i++)
            Assert.Equal(TimeSpan.Zero, await ShiftOfAsync(ahead));
        Assert.Equal(TimeSpan.FromSeconds(shift), await ShiftOfAsync(ahead));
    }

    [Fact]
    public async Task One_wrong_date_changes_nothing()
    {
        for (var i = 0; i < SnapTradeClock.Needed; i++)
            await ShiftOfAsync(-60);
        Assert.Equal(TimeSpan.FromSeconds(-60), await ShiftOfAsync(10 * 365 * 86_400));
        Assert.Equal(TimeSpan.FromSeconds(-60), await ShiftOfAsync(-7200));
        Assert.Equal(TimeSpan.FromSeconds(-60), await ShiftOfAsync(-60));
    }

    [Theory]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Wed, 01 Mar 2028 12:00:00 GMT")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("-1")]
    public async Task However_often_an_absurd_date_comes_it_counts_as_now(string date)
    {
        _host.Network.Answer = (_, _) =>
            Task.FromResult(RecordingHandler.Json("[]", headers: ("Date", date)));
        for (var i = 0; i < 2 * SnapTradeClock.Needed; i++)
            Assert.Equal(
                _host.Time.GetUtcNow(),
                (await _host.Client.ListAuthorizationsAsync(SnapTradeClientHost.User, Token)).RequestedAt
            );
    }

    private async Task<TimeSpan> ShiftOfAsync(int ahead)
    {
        var began = _host.Time.GetUtcNow();
        _host.Network.Answer = (_, _) =>
        {
            _host.Time.Advance(TimeSpan.FromSeconds(3));
            var date = _host.Time.GetUtcNow().AddSeconds(ahead).ToString("R");
            return Task.FromResult(RecordingHandler.Json("[]", headers: ("Date", date)));
        };
        var answer = await _host.Client.ListAuthorizationsAsync(SnapTradeClientHost.User, Token);
        return answer.RequestedAt - began;
    }

    [Fact]
    public async Task A_login_gives_the_portal_link()
    {
        Answer("""{"redirectURI":"https://app.snaptrade.com/x?token=t","sessionId":"s"}""");

        var link = await _host.Client.LoginAsync(
            SnapTradeClientHost.User,
            new LoginRequest { CustomRedirect = "https://é.example/ü?x=ä b" },
            Token
        );

        Assert.Equal("https://app.snaptrade.com/x?token=t", link.RedirectUri);
        Assert.DoesNotContain("token", $"{link}");
        Assert.Equal(
            """{"customRedirect":"https://%C3%A9.example/%C3%BC?x=%C3%A4 b"}""",
            _host.Network.Bodies[0]
        );
    }

    [Fact]
    public async Task Ids_in_the_path_are_escaped_and_a_prefix_of_the_base_url_is_signed()
    {
        using var host = new SnapTradeClientHost(baseUrl: "https://api.snaptrade.com/api/v1/");

        await host.Client.DisableAuthorizationAsync("a/b c+é%", SnapTradeClientHost.User, Token);

        var sent = Assert.Single(host.Network.Requests);
        var parts = sent.RequestUri!.PathAndQuery.Split('?');
        Assert.Equal("/api/v1/authorizations/a%2Fb%20c%2B%C3%A9%25/disable", parts[0]);
        Assert.Equal(
            SnapTradeRequestSigner.Sign(SnapTradeClientHost.ConsumerKey, [], parts[0], parts[1]),
            Assert.Single(sent.Headers.GetValues("Signature"))
        );
        var refused = await Assert.ThrowsAsync<SnapTradeException>(() =>
            host.Client.DeleteConnectionAsync("..", SnapTradeClientHost.User, Token)
        );
        Assert.Equal(SnapTradeErrorKind.BadRequest, refused.Kind);
        Assert.Single(host.Network.Requests);
    }

    [Fact]
    public async Task The_status_is_asked_without_any_key()
    {
        Answer("""{"version":153,"timestamp":"2026-11-20T09:15:30.123Z","online":true}""");

        var status = await _host.Client.GetStatusAsync(Token);

        Assert.Equal(("153", true), (status.Version, status.Online));
        var sent = Assert.Single(_host.Network.Requests);
        Assert.Equal("https://api.snaptrade.com/", sent.RequestUri!.AbsoluteUri);
        Assert.False(sent.Headers.Contains("Signature"));
    }

    [Fact]
    public async Task Accounts_tell_when_they_were_last_synced()
    {
        Answer(
            """[{"id":"a","sync_status":{"holdings":{"last_successful_sync":"2026-11-20 09:15:30.5+00:00"}}}]"""
        );

        var account = Assert.Single(
            await _host.Client.ListAccountsAsync("c", SnapTradeClientHost.User, Token)
        );

        Assert.Equal(
            new DateTimeOffset(2026, 11, 20, 9, 15, 30, 500, TimeSpan.Zero),
            account.SyncStatus?.Holdings?.LastSuccessfulSync
        );
    }

    public void Dispose() => _host.Dispose();

    private void Answer(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        _host.Network.AnswerWith(RecordingHandler.Json(body, status));
}
