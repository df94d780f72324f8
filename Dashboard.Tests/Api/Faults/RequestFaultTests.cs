using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Dashboard.Features.Account;
using Dashboard.SnapTrade;
using Dashboard.Tests.Access.Walk;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Api.Faults;

/// <summary>Invalid requests and a full disk get clear responses.</summary>
public sealed class RequestFaultTests(WalkHost host) : IClassFixture<WalkHost>
{
    [Theory]
    [InlineData("application/json; charset=x", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-7", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=latin1", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=\"UTF-8\"", HttpStatusCode.Created)]
    public async Task JSON_is_UTF_8(string contentType, HttpStatusCode expected)
    {
        using var content = new ByteArrayContent("{\"name\":\"Zoe\"}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var api = host.Server.Caller();
        using var answer = await api.PutAsync($"/api/v1/users/charset-{contentType.Length}", content, Token);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T12:00:00-12:00")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task A_bounce_of_another_age_is_not_valid(string occurredAt)
    {
        using var content = new StringContent(
            $$"""{"type":"bounce","email":"zoe@example.com","occurredAt":"{{occurredAt}}"}""",
            MediaTypeHeaderValue.Parse("application/json")
        );
        using var api = host.Server.Caller();
        using var answer = await api.PostAsync("/api/v1/email-events", content, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/\u2215evil.example")]
    [InlineData("/\uff0fevil.example")]
    [InlineData("/caf\u00e9")]
    [InlineData("/\u3002")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    public void A_return_address_that_no_header_can_carry_leads_home(string url) =>
        Assert.Equal("/", LocalUrl.OrHome(url));

    [Fact]
    public void Our_own_addresses_are_returned_to() =>
        Assert.Equal("/connections/%E2%88%95?q=a%20b", LocalUrl.OrHome("/connections/%E2%88%95?q=a%20b"));

    [Theory]
    [InlineData("https://app\u3002snaptrade\u3002com/connect")]
    [InlineData("https://app.snaptrade.com\uff0fconnect")]
    [InlineData("https://app.snaptrade.com/\u00e9")]
    [InlineData("https://app.snaptrade.com/a b")]
    [InlineData("https://app.snaptrade.com\\@evil.example/")]
    [InlineData(" https://app.snaptrade.com/")]
    [InlineData("https://app.snaptrade.com/\r\nSet-Cookie: a=b")]
    [InlineData("https://\u24d0pp.snaptrade.com/")]
    public void A_portal_link_that_is_not_valid_in_a_header_is_refused(string url) =>
        Assert.False(new SnapTradeOptions().AllowsPortal(url));

    [Theory]
    [InlineData("PUT /api/v1/users/chunked", "application/json")]
    [InlineData("POST /api/v1/email-events", "application/json")]
    [InlineData("POST /account/sign-in", "application/x-www-form-urlencoded")]
    [InlineData("POST /account/sign-in", "multipart/form-data; boundary=x")]
    public async Task A_chunk_whose_size_overflows_is_a_bad_request(string request, string contentType)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Server.Address.Host, host.Server.Address.Port, Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"{request} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {contentType}\r\n"
                    + $"Authorization: Bearer {DashboardServer.ApiKey}\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "7FFFFFFFFFFFFFFFFF\r\n"
            ),
            Token
        );
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(Token));
    }

    [Fact]
    public async Task Signing_in_while_nothing_can_be_stored_says_to_retry()
    {
        await using var server = DashboardServer.Start(
            null,
            null,
            ("Access:BootstrapAdmin:Email", "ada@acme.example"),
            ("Access:BootstrapAdmin:Password", "a long enough phrase 7")
        );
        await using (var db = server.Database.CreateDbContext())
            await db.Database.RunSqliteAsync(
                "CREATE TRIGGER Full BEFORE INSERT ON OperatorSessions BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            );
        using var browser = new FormBrowser(server.Address);
        var form = (await browser.FormsAsync("/account/sign-in")).Single(f => f.Has("Input.Password"));

        using var answer = await browser.SubmitAsync(
            form.With("Input.Email", "ada@acme.example").With("Input.Password", "a long enough phrase 7")
        );

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
