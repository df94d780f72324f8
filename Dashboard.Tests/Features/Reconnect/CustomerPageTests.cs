using System.Net;
using Dashboard.Access;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Reconnect.Customer;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>Opening a link, which must never do anything.</summary>
public sealed class CustomerPageTests : IAsyncLifetime
{
    private ReconnectHost _host = null!;
    private HttpClient _customer = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ReconnectHost.StartAsync();
        _customer = _host.Customer();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_page_says_what_broke_when_and_what_to_do()
    {
        var link = await _host.MakeLinkAsync();

        var (status, page) = await _customer.OpenAsync(link);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Reconnect your Questrade account", page, StringComparison.Ordinal);
        Assert.Contains("stopped working on 20\u00A0November.", page, StringComparison.Ordinal);
        Assert.Contains("Continue to Questrade", page, StringComparison.Ordinal);
        Assert.Contains("mailto:support@acme.example", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("user-1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("bermut", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pacific/Auckland", "21\u00A0November.")]
    [InlineData("America/Toronto", "20\u00A0November.")]
    [InlineData("Mars/Olympus", "20\u00A0November.")]
    public async Task The_day_of_the_break_is_that_of_the_customer_s_time_zone(string zone, string day)
    {
        await _host.ChangeAsync(db => db.SnapTradeUsers.Single().SetTimeZone(zone, Some.Noon));
        var link = await _host.MakeLinkAsync();

        var (_, page) = await _customer.OpenAsync(link);

        Assert.Contains($"stopped working on {day}", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_of_another_year_in_the_customer_s_time_zone_is_written_with_its_year()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Toronto");
        var pages = new CustomerPages(CustomerLanguage.English, "Questrade", zone);
        var newYear = new DateTimeOffset(2027, 1, 1, 3, 0, 0, TimeSpan.Zero);

        Assert.Contains("on 31\u00A0December.", pages.Landing(newYear, newYear).Text);
        Assert.Contains("on 31\u00A0December 2026.", pages.Landing(newYear, newYear.AddHours(3)).Text);
    }

    [Fact]
    public async Task Nothing_about_the_page_leaves_the_browser()
    {
        var link = await _host.MakeLinkAsync();
        using var answer = await _customer.GetAsync(link.Path(), TestContext.Current.CancellationToken);

        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.StartsWith(
            "noindex",
            Assert.Single(answer.Headers.GetValues("X-Robots-Tag")),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
                + "form-action 'self' https://app.snaptrade.com; base-uri 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy"))
        );
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Opening_twice_is_recorded_once_and_has_no_other_effect()
    {
        var link = await _host.MakeLinkAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        var opened = _host.Time.GetUtcNow();

        await _customer.OpenAsync(link);
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await _customer.OpenAsync(link);

        var noted = Assert.Single(await _host.EventsAsync(EventTypes.LinkOpened));
        Assert.Equal((EventSource.Portal, link.Id, opened), (noted.Source, noted.LinkId, noted.OccurredAt));
        var stored = await _host.StoredLinkAsync(link.Id);
        Assert.Equal(opened, stored.FirstOpenedAt);
        Assert.Null(stored.StartedAt);
        Assert.Empty(_host.SnapTrade.Logins);
        Assert.Empty(_host.SnapTrade.Checks);
    }

    [Theory]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 11; CUBOT X30) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
    )]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 12; CUBOT_P80 Build/SP1A) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
    )]
    [InlineData(
        "Mozilla/5.0 (Linux; U; Android 10; CUBOT/NOTE 20) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
    )]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 13; Spiderman Edition) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
    )]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 13; Abbott-Talbot T1) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
    )]
    public async Task Phones_whose_name_contains_the_word_of_a_program_are_opened_by_people(string agent)
    {
        var link = await _host.MakeLinkAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, link.Path());
        _customer.DefaultRequestHeaders.UserAgent.Clear();
        request.Headers.TryAddWithoutValidation("User-Agent", agent);

        using var answer = await _customer.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.NotNull((await _host.StoredLinkAsync(link.Id)).FirstOpenedAt);
        Assert.True(answer.Headers.CacheControl!.NoTransform);
    }

    [Theory]
    [InlineData(".")]
    [InlineData(")")]
    [InlineData(">")]
    [InlineData("%20")]
    [InlineData("%29.")]
    [InlineData("%3E")]
    [InlineData("%252E")]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("%22")]
    [InlineData("'")]
    [InlineData("%E2%80%9D")]
    [InlineData("]")]
    [InlineData("=")]
    [InlineData("*")]
    [InlineData("_")]
    [InlineData("/")]
    [InlineData("/)")]
    [InlineData("%2F")]
    [InlineData("%E2%80%8B")]
    [InlineData("%0A")]
    public async Task What_a_mail_program_adds_to_a_link_does_not_break_it(string added)
    {
        var link = await _host.MakeLinkAsync();
        foreach (var path in new[] { link.Path() + added, link.Path().Insert("/r/".Length + 20, "=%0D%0A") })
        {
            using var answer = await _customer.GetAsync(
                new Uri(path, UriKind.Relative),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"action=\"{link.Path()}\"", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x.")]
    public async Task A_longer_token_is_another_link(string added)
    {
        var link = await _host.MakeLinkAsync();
        using var answer = await _customer.GetAsync(
            new Uri(link.Path() + added, UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("HEAD", null, null)]
    [InlineData("GET", "Sec-Purpose", "prefetch;prerender")]
    [InlineData("GET", "Purpose", "prefetch")]
    [InlineData("GET", "User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1)")]
    [InlineData("GET", "User-Agent", "facebookexternalhit/1.1")]
    [InlineData("GET", "User-Agent", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)")]
    [InlineData("GET", "User-Agent", "TelegramBot (like TwitterBot)")]
    [InlineData("GET", "User-Agent", "WhatsApp/2.23.20.0")]
    [InlineData("GET", "User-Agent", "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0 Safari/537.36")]
    [InlineData("GET", "User-Agent", "SafeLinks-Scanner/1.0")]
    [InlineData("GET", "User-Agent", "AcmeBot/2.1")]
    [InlineData("GET", "User-Agent", null)]
    public async Task Visits_of_programs_are_recorded_separately(string method, string? name, string? value)
    {
        var link = await _host.MakeLinkAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), link.Path());
        if (name == "User-Agent")
            _customer.DefaultRequestHeaders.UserAgent.Clear();
        if (name is not null && value is not null)
            request.Headers.TryAddWithoutValidation(name, value);

        using var answer = await _customer.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stored = await _host.StoredLinkAsync(link.Id);
        Assert.Equal((null, _host.Time.GetUtcNow()), (stored.FirstOpenedAt, stored.FirstScannedAt));
        Assert.Empty(await _host.EventsAsync(EventTypes.LinkOpened));
        Assert.Equal(link.Id, Assert.Single(await _host.EventsAsync(EventTypes.LinkScanned)).LinkId);
    }

    [Fact]
    public async Task A_scanner_is_recorded_once_and_hides_no_later_visit()
    {
        var link = await _host.MakeLinkAsync();
        for (var i = 0; i < 2; i++)
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, link.Path());
            using var answer = await _customer.SendAsync(head, TestContext.Current.CancellationToken);
            _host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await _customer.OpenAsync(link);

        Assert.Single(await _host.EventsAsync(EventTypes.LinkScanned));
        var stored = await _host.StoredLinkAsync(link.Id);
        Assert.Equal(_host.Time.GetUtcNow(), stored.FirstOpenedAt);
        Assert.Equal(_host.Time.GetUtcNow().AddMinutes(-2), stored.FirstScannedAt);
    }

    [Theory]
    [InlineData("/r/short")]
    [InlineData("/r/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/r/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/return?status=SUCCESS")]
    [InlineData("/r/%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    public async Task An_unknown_token_is_a_404_with_a_next_step(string path)
    {
        var (status, page) = await _customer.OpenAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("Open the link from our message again", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_link_says_how_to_get_another()
    {
        var link = await _host.MakeLinkAsync();
        _host.Time.Advance(TimeSpan.FromDays(7));
        await ShowsAsync(link, HttpStatusCode.Gone, "This link has expired", "Ask us for a new link");
        Assert.Empty(await _host.EventsAsync(EventTypes.LinkOpened));
    }

    [Fact]
    public async Task A_revoked_link_says_so()
    {
        var link = await _host.MakeLinkAsync();
        await _host.ChangeAsync(db => db.ReconnectLinks.Single().Revoke("Mia", Some.Noon));
        await ShowsAsync(link, HttpStatusCode.Gone, "This link is no longer valid", "ask us for one");
    }

    [Fact]
    public async Task A_repaired_connection_needs_nothing()
    {
        var link = await _host.MakeLinkAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await _host.HappensAsync(EventTypes.ConnectionFixed);
        await ShowsAsync(link, HttpStatusCode.OK, "is connected", "You can close this page");
    }

    [Fact]
    public async Task A_used_link_does_not_start_a_second_repair()
    {
        var link = await _host.MakeLinkAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await _host.HappensAsync(EventTypes.ConnectionFixed);
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await _host.HappensAsync(EventTypes.ConnectionBroken);
        await ShowsAsync(link, HttpStatusCode.Gone, "This link has been used", "Ask us for a new link");
    }

    [Fact]
    public async Task A_deleted_connection_has_to_be_connected_again()
    {
        var link = await _host.MakeLinkAsync();
        await _host.HappensAsync(EventTypes.ConnectionDeleted);
        await ShowsAsync(link, HttpStatusCode.Gone, "This connection was removed", "connect it anew");
    }

    [Fact]
    public async Task Maintenance_is_shown_before_the_customer_goes_to_the_portal()
    {
        var link = await _host.MakeLinkAsync();
        await _host.ChangeAsync(db => db.Brokerages.Single().InMaintenance = true);
        await ShowsAsync(
            link,
            HttpStatusCode.ServiceUnavailable,
            "Questrade is under maintenance",
            "try again in an hour"
        );
    }

    [Fact]
    public async Task Texts_without_a_brokerage_name_are_whole_sentences()
    {
        await _host.ChangeAsync(db => db.Brokerages.RemoveRange(db.Brokerages));
        var (_, page) = await _customer.OpenAsync(await _host.MakeLinkAsync());
        Assert.Contains("Reconnect your brokerage account", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{brokerage}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_markup_is_shown_as_text()
    {
        await _host.ChangeAsync(db => db.Brokerages.Single().Name = "<b>Evil & Co</b>");
        var link = await _host.MakeLinkAsync();
        var page = await _customer.GetStringAsync(link.Path(), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("Evil &amp; Co", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_to_record_the_visit_does_not_break_the_page()
    {
        var link = await _host.MakeLinkAsync();
        await using (var db = _host.Database.CreateDbContext())
            await db.Database.ExecuteSqlRawAsync(
                "DROP TABLE EventReceipts",
                TestContext.Current.CancellationToken
            );
        var (status, page) = await _customer.OpenAsync(link);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Continue to Questrade", page, StringComparison.Ordinal);
        Assert.Contains("could not be recorded", _host.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_of_one_address_are_told_to_wait()
    {
        for (var i = 0; i < CustomerRateLimit.PerAddress; i++)
            await _customer.OpenAsync("/r/short");
        using var answer = await _customer.GetAsync("/r/short", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains(
            "Please try again in a minute",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    private async Task ShowsAsync(
        Dashboard.Features.Reconnect.CreatedLink link,
        HttpStatusCode expected,
        params string[] words
    )
    {
        foreach (
            var (status, page) in new[] { await _customer.OpenAsync(link), await _customer.StartAsync(link) }
        )
        {
            Assert.Equal(expected, status);
            foreach (var word in words)
                Assert.Contains(word, page, StringComparison.Ordinal);
            Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
        }
        Assert.Empty(_host.SnapTrade.Logins);
    }
}
