using System.Net;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.OptOut;

/// <summary>The link at the foot of an e-mail to Zoë about two connections, on the whole server.</summary>
public sealed class OptOutTests : IAsyncLifetime
{
    private static readonly string Secret = LinkToken.New();
    private readonly DashboardServer _server = DashboardServer.Start(
        null,
        null,
        ("Dashboard:CompanyName", "Acme Wealth")
    );
    private HttpClient _reader = null!;

    private static string Path => $"/email/opt-out/{Secret}";

    public async ValueTask InitializeAsync()
    {
        _reader = _server.Caller(key: null);
        await _server.Database.EventsAsync(Some.Broken(0, "c1"), Some.Broken(1, "c2"));
        await _server.Database.ContactAsync("user-1", "Zoë", "zoe@example.com");
        await using var db = _server.Database.CreateDbContext();
        var email = Email.Create("user-1", EmailTrigger.Operator, "Mia", Some.Noon);
        email.Prepare("zoe@example.com", null, null, LinkToken.HashOf(Secret));
        email.MarkSent(Some.Noon);
        db.Emails.Add(email);
        db.EmailItems.AddRange(Item(email, "c1", 0), Item(email, "c2", 1));
        await db.SaveChangesAsync(Token);
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        return _server.DisposeAsync();
    }

    [Theory]
    [InlineData(".")]
    [InlineData("%3E")]
    [InlineData("/)")]
    public async Task What_a_mail_program_adds_to_the_link_does_not_break_it(string added)
    {
        using var answer = await _reader.PostAsync(
            new Uri(Path + added, UriKind.Relative),
            content: null,
            Token
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotNull((await UserAsync()).OptedOutAt);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Opening_the_page_has_no_effect_and_does_not_leak_the_token(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Path);
        using var answer = await _reader.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy"))
        );
        Assert.Null((await UserAsync()).OptedOutAt);
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task The_page_explains_the_opt_out()
    {
        var page = await ReadAsync(await _reader.GetAsync(Path, Token));
        Assert.Contains("No more messages?", page, StringComparison.Ordinal);
        Assert.Contains("Acme Wealth will no longer tell you by e-mail", page, StringComparison.Ordinal);
        Assert.Contains($"<form method=\"post\" action=\"{Path}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("zoe@example.com", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_click_of_a_mail_program_opts_out_without_cookies_or_questions()
    {
        using var answer = await _reader.PostAsync(
            Path,
            new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]),
            Token
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal("customer", (await UserAsync()).OptedOutBy);
        await using var db = _server.Database.CreateDbContext();
        Assert.NotNull((await db.Emails.SingleAsync(Token)).OptedOutAt);
        var events = await EventsAsync();
        Assert.Equal(
            [("c1", "link-c1"), ("c2", "link-c2")],
            events.Select(e => (e.ConnectionId!, e.LinkId!))
        );
        Assert.All(events, e => Assert.Equal(EventSource.Portal, e.Source));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=broken")]
    public async Task Any_body_of_a_mail_program_opts_out(string? type)
    {
        using var content = new StringContent("List-Unsubscribe=One-Click");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await _reader.PostAsync(Path, type is null ? null : content, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotNull((await UserAsync()).OptedOutAt);
    }

    [Fact]
    public async Task Repeats_have_no_effect_and_an_opt_in_does()
    {
        using var first = await PostAsync();
        var since = (await UserAsync()).OptedOutAt;
        using var second = await PostAsync();
        Assert.Equal(since, (await UserAsync()).OptedOutAt);
        Assert.Equal(2, (await EventsAsync()).Count);

        Assert.Contains(
            "You no longer get these messages",
            await ReadAsync(await _reader.GetAsync(Path, Token)),
            StringComparison.Ordinal
        );
        using var back = await PostAsync(KeyValuePair.Create("messages", "on"));

        Assert.Contains("You get these messages again", await ReadAsync(back), StringComparison.Ordinal);
        Assert.Null((await UserAsync()).OptedOutAt);
        using var outAgain = await PostAsync();
        Assert.Equal(4, (await EventsAsync()).Count);
    }

    [Theory]
    [InlineData("/email/opt-out/short")]
    [InlineData("/email/opt-out/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/email/opt-out/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/more")]
    public async Task An_unknown_token_is_a_friendly_404(string path)
    {
        using var opened = await _reader.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.NotFound, opened.StatusCode);
        Assert.Contains("This link is not complete", await ReadAsync(opened), StringComparison.Ordinal);
        using var pressed = await _reader.PostAsync(path, null, Token);
        Assert.Equal(HttpStatusCode.NotFound, pressed.StatusCode);
    }

    [Fact]
    public async Task The_reader_is_addressed_in_their_language()
    {
        await using (var db = _server.Database.CreateDbContext())
        {
            (await db.SnapTradeUsers.SingleAsync(Token)).SetContact(null, null, "pt-BR", Some.Noon);
            await db.SaveChangesAsync(Token);
        }
        var page = await ReadAsync(await _reader.GetAsync(Path, Token));
        Assert.Contains("<html lang=\"pt-BR\">", page, StringComparison.Ordinal);
        Assert.Contains("Não quer mais mensagens?", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_per_link_are_limited()
    {
        for (var i = 0; i < Dashboard.Access.CustomerRateLimit.StartsPerLink; i++)
            using (await PostAsync()) { }
        using var more = await PostAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, more.StatusCode);
        Assert.NotNull(more.Headers.RetryAfter);
    }

    private static EmailItem Item(Email email, string connectionId, int position) =>
        new()
        {
            EmailId = email.Id,
            ConnectionId = connectionId,
            LinkId = "link-" + connectionId,
            BrokerageName = "Questrade",
            BrokenSince = Some.Noon,
            Position = position,
        };

    private Task<HttpResponseMessage> PostAsync(params KeyValuePair<string, string>[] fields) =>
        _reader.PostAsync(Path, new FormUrlEncodedContent(fields), Token);

    private async Task<SnapTradeUser> UserAsync()
    {
        await using var db = _server.Database.CreateDbContext();
        return await db.SnapTradeUsers.SingleAsync(Token);
    }

    private async Task<List<ConnectionEvent>> EventsAsync()
    {
        await using var db = _server.Database.CreateDbContext();
        return await db
            .Events.Where(e => e.Type == EventTypes.EmailOptedOut)
            .OrderBy(e => e.Id)
            .ToListAsync(Token);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));
}
