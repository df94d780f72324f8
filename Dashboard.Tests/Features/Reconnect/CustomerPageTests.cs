using System.Net;
using Dashboard.Access;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Reconnect.Customer;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>Opening a link, which must never do anything.</summary>
public sealed class CustomerPageTests : ReconnectContext
{
    [Fact]
    public async Task A_server_that_customers_can_not_name_says_so_once_at_its_start()
    {
        const string Warning = "Dashboard__CompanyName and Dashboard__SupportContact not set";
        Assert.DoesNotContain("not set", Host.Log.Text, StringComparison.Ordinal);
        await using var unnamed = await ReconnectHost.StartAsync(
            ("Dashboard:CompanyName", ""),
            ("Dashboard:SupportContact", "")
        );
        Assert.Single(unnamed.Log.Text.Split('\n'), line => line.Contains(Warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_says_what_broke_when_and_what_to_do()
    {
        var link = await Host.MakeLinkAsync();

        var (status, page) = await Customer.OpenAsync(link);

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
    public async Task The_day_of_the_break_is_that_of_theCustomer_s_time_zone(string zone, string day)
    {
        await Host.ChangeAsync(db => db.SnapTradeUsers.Single().SetTimeZone(zone, Some.Noon));
        var link = await Host.MakeLinkAsync();

        var (_, page) = await Customer.OpenAsync(link);

        Assert.Contains($"stopped working on {day}", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_of_another_year_in_theCustomer_s_time_zone_is_written_with_its_year()
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
        var link = await Host.MakeLinkAsync();
        using var answer = await Customer.GetAsync(link.Path(), Token);

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
    public async Task Opening_twice_is_recorded_once_without_other_effects()
    {
        var link = await Host.MakeLinkAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        var opened = Host.Time.GetUtcNow();

        await Customer.OpenAsync(link);
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Customer.OpenAsync(link);

        var noted = Assert.Single(await Host.EventsAsync(EventTypes.LinkOpened));
        Assert.Equal((EventSource.Portal, link.Id, opened), (noted.Source, noted.LinkId, noted.OccurredAt));
        var stored = await Host.StoredLinkAsync(link.Id);
        Assert.Equal(opened, stored.FirstOpenedAt);
        Assert.Null(stored.StartedAt);
        Assert.Empty(Host.SnapTrade.Logins);
        Assert.Empty(Host.SnapTrade.Checks);
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
        var link = await Host.MakeLinkAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, link.Path());
        Customer.DefaultRequestHeaders.UserAgent.Clear();
        request.Headers.TryAddWithoutValidation("User-Agent", agent);

        using var answer = await Customer.SendAsync(request, Token);

        Assert.NotNull((await Host.StoredLinkAsync(link.Id)).FirstOpenedAt);
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
        var link = await Host.MakeLinkAsync();
        foreach (var path in new[] { link.Path() + added, link.Path().Insert("/r/".Length + 20, "=%0D%0A") })
        {
            using var answer = await Customer.GetAsync(new Uri(path, UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var page = await answer.Content.ReadAsStringAsync(Token);
            Assert.Contains($"action=\"{link.Path()}\"", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x.")]
    public async Task A_longer_token_is_another_link(string added)
    {
        var link = await Host.MakeLinkAsync();
        using var answer = await Customer.GetAsync(new Uri(link.Path() + added, UriKind.Relative), Token);
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
        var link = await Host.MakeLinkAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), link.Path());
        if (name == "User-Agent")
            Customer.DefaultRequestHeaders.UserAgent.Clear();
        if (name is not null && value is not null)
            request.Headers.TryAddWithoutValidation(name, value);

        using var answer = await Customer.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stored = await Host.StoredLinkAsync(link.Id);
        Assert.Equal((null, Host.Time.GetUtcNow()), (stored.FirstOpenedAt, stored.FirstScannedAt));
        Assert.Empty(await Host.EventsAsync(EventTypes.LinkOpened));
        Assert.Equal(link.Id, Assert.Single(await Host.EventsAsync(EventTypes.LinkScanned)).LinkId);
    }

    [Fact]
    public async Task A_scanner_is_recorded_once_and_hides_no_later_visit()
    {
        var link = await Host.MakeLinkAsync();
        for (var i = 0; i < 2; i++)
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, link.Path());
            using var answer = await Customer.SendAsync(head, Token);
            Host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await Customer.OpenAsync(link);

        Assert.Single(await Host.EventsAsync(EventTypes.LinkScanned));
        var stored = await Host.StoredLinkAsync(link.Id);
        Assert.Equal(Host.Time.GetUtcNow(), stored.FirstOpenedAt);
        Assert.Equal(Host.Time.GetUtcNow().AddMinutes(-2), stored.FirstScannedAt);
    }

    [Theory]
    [InlineData("/r/short")]
    [InlineData("/r/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/r/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/return?status=SUCCESS")]
    [InlineData("/r/%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    public async Task An_unknown_token_is_a_404_with_a_next_step(string path)
    {
        var (status, page) = await Customer.OpenAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("Open the link from our message again", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_without_a_brokerage_name_are_whole_sentences()
    {
        await Host.ChangeAsync(db => db.Brokerages.RemoveRange(db.Brokerages));
        var (_, page) = await Customer.OpenAsync(await Host.MakeLinkAsync());
        Assert.Contains("Reconnect your brokerage account", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{brokerage}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_markup_is_shown_as_text()
    {
        await Host.ChangeAsync(db => db.Brokerages.Single().Name = "<b>Evil & Co</b>");
        var link = await Host.MakeLinkAsync();
        var page = await Customer.GetStringAsync(link.Path(), Token);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("Evil &amp; Co", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_to_record_the_visit_does_not_break_the_page()
    {
        var link = await Host.MakeLinkAsync();
        await using (var db = Host.Database.CreateDbContext())
            await db.Database.RunSqliteAsync("DROP TABLE EventReceipts");
        var (status, page) = await Customer.OpenAsync(link);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Continue to Questrade", page, StringComparison.Ordinal);
        Assert.Contains("could not be recorded", Host.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_of_one_address_are_refused_with_a_wait()
    {
        for (var i = 0; i < CustomerRateLimit.PerAddress; i++)
            await Customer.OpenAsync("/r/short");
        using var answer = await Customer.GetAsync("/r/short", Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains(
            "Please try again in a minute",
            await answer.Content.ReadAsStringAsync(Token),
            StringComparison.Ordinal
        );
    }
}
