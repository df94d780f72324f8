using System.Net;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Features.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>Coming back from the portal. What the address says about the outcome proves nothing.</summary>
public sealed class CustomerReturnTests : ReconnectContext
{
    private CreatedLink _link = null!;

    protected override async Task PrepareAsync()
    {
        _link = await Host.MakeLinkAsync();
        await Customer.StartAsync(_link);
        Host.Time.Advance(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_repair_that_SnapTrade_confirms_is_shown_and_recorded()
    {
        Host.SnapTrade.OnCheck = FakeSnapTrade.Healthy;

        var (status, page) = await Customer.ReturnAsync(_link, "?status=SUCCESS&connection_id=connection-1");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Your Questrade account is connected", page, StringComparison.Ordinal);
        Assert.Equal(Health.Healthy, (await ConnectionAsync()).Health);
        Assert.Equal("SUCCESS", (await Host.StoredLinkAsync(_link.Id)).LastResult);
        Assert.Equal(
            "SUCCESS",
            Assert.Single(await Host.EventsAsync(EventTypes.PortalReturned)).AttemptResult
        );
    }

    [Fact]
    public async Task A_success_that_SnapTrade_does_not_confirm_is_checked_again()
    {
        using var answer = await Customer.GetAsync($"{_link.Path()}/return?status=SUCCESS", Token);
        var page = await answer.Content.ReadAsStringAsync(Token);

        Assert.Contains("We are checking", page, StringComparison.Ordinal);
        Assert.Equal(
            $"4;url={_link.Path()}/return?status=SUCCESS&refreshes=1",
            Assert.Single(answer.Headers.GetValues("Refresh"))
        );
        Assert.DoesNotContain("is connected", page, StringComparison.Ordinal);
        Assert.True((await ConnectionAsync()).Health == Health.Disabled);

        await Customer.ReturnAsync(_link, "?status=SUCCESS&refreshes=1");
        Assert.Single(await Host.EventsAsync(EventTypes.PortalReturned));

        var (_, last) = await Customer.ReturnAsync(_link, "?status=SUCCESS&refreshes=10");
        Assert.Contains("This takes longer than usual", last, StringComparison.Ordinal);
        Assert.DoesNotContain("Check again now", last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1023", "Log in to the same Questrade account as before")]
    [InlineData("1066", "Check your user name and password at Questrade")]
    [InlineData("1086", "enter the newest code")]
    [InlineData("1006", "Start again here")]
    [InlineData("3000", "Try again in an hour")]
    [InlineData("1140", "Allow read access")]
    [InlineData("4711", "if it fails again, tell us")]
    public async Task Every_error_is_explained_and_another_try_offered(string code, string words)
    {
        var (status, page) = await Customer.ReturnAsync(
            _link,
            $"?status=ERROR&status_code=400&error_code={code}"
        );

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains($"<form method=\"post\" action=\"{_link.Path()}\">", page, StringComparison.Ordinal);
        Assert.Equal(code, (await Host.StoredLinkAsync(_link.Id)).LastResult);
        Assert.Equal([ReconnectHost.Connection], Host.SnapTrade.Checks);
    }

    [Theory]
    [InlineData("1012")]
    [InlineData("0000")]
    public async Task Errors_of_ours_are_not_blamed_on_the_customer(string code)
    {
        var (_, page) = await Customer.ReturnAsync(_link, $"?status=ERROR&error_code={code}");
        Assert.Contains("Something is wrong on our side", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_who_left_the_portal_may_try_again()
    {
        var (_, page) = await Customer.ReturnAsync(_link, "?status=ABANDONED");
        Assert.Contains("You have not reconnected yet", page, StringComparison.Ordinal);
        Assert.Contains("<form", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_not_believed_either()
    {
        Host.SnapTrade.OnCheck = FakeSnapTrade.Healthy;
        var (_, page) = await Customer.ReturnAsync(_link, "?status=ERROR&error_code=1066");
        Assert.Contains("is connected", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_success_without_an_answer_of_SnapTrade_keeps_refreshing()
    {
        Host.SnapTrade.OnCheck = FakeSnapTrade.Silent;
        var (status, page) = await Customer.ReturnAsync(_link, "?status=SUCCESS");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("We are checking", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?status=ERROR&error_code=%3Cscript%3Emischief%3C/script%3E")]
    [InlineData("?status=%22%3E%3Cimg%20src=mischief%3E&error_code=1023mischief")]
    [InlineData("?status=ERROR&error_code=mischief&error_code=1023")]
    [InlineData("?status=SUCCESS%0d%0aSet-Cookie:mischief&refreshes=mischief")]
    public async Task Hostile_parameters_get_a_general_text_and_are_never_repeated(string query)
    {
        using var answer = await Customer.GetAsync($"{_link.Path()}/return{query}", Token);
        var page = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("mischief", page, StringComparison.Ordinal);
        Assert.DoesNotContain("mischief", answer.Headers.ToString(), StringComparison.Ordinal);
        Assert.Contains("That did not work", page, StringComparison.Ordinal);
        Assert.Equal("ERROR", (await Host.StoredLinkAsync(_link.Id)).LastResult);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("2147483647")]
    public async Task A_made_up_count_of_refreshes_never_loops(string refreshes)
    {
        var (status, page) = await Customer.ReturnAsync(_link, $"?status=SUCCESS&refreshes={refreshes}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain($"refreshes={refreshes}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_the_page_again_records_nothing_new_and_a_second_try_does()
    {
        await Customer.ReturnAsync(_link, "?status=ERROR&error_code=1066");
        var returned = (await Host.StoredLinkAsync(_link.Id)).ReturnedAt;
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Customer.ReturnAsync(_link, "?status=ERROR&error_code=1066");
        Assert.Single(await Host.EventsAsync(EventTypes.PortalReturned));
        Assert.Equal(returned, (await Host.StoredLinkAsync(_link.Id)).ReturnedAt);

        await Customer.StartAsync(_link);
        await Customer.ReturnAsync(_link, "?status=ERROR&error_code=1066");
        Assert.Equal(2, (await Host.EventsAsync(EventTypes.PortalReturned)).Count);
    }

    [Fact]
    public async Task A_return_without_a_start_is_no_attempt()
    {
        var other = await Host.MakeLinkAsync();
        await Customer.ReturnAsync(other, "?status=SUCCESS");
        Assert.Null((await Host.StoredLinkAsync(other.Id)).ReturnedAt);
        Assert.Empty(await Host.EventsAsync(EventTypes.PortalReturned));
        Assert.Empty(Host.SnapTrade.Checks);
    }

    [Fact]
    public async Task A_customer_who_started_in_time_may_return_after_the_link_expired()
    {
        Host.Time.Advance(TimeSpan.FromDays(7));
        var (_, checking) = await Customer.ReturnAsync(_link, "?status=SUCCESS");
        Assert.Contains("We are checking", checking, StringComparison.Ordinal);
        Host.SnapTrade.OnCheck = FakeSnapTrade.Healthy;
        var (_, page) = await Customer.ReturnAsync(_link, "?status=SUCCESS&refreshes=1");
        Assert.Contains("is connected", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_deleted_in_the_meantime_says_so()
    {
        Host.SnapTrade.OnCheck = FakeSnapTrade.Gone;
        var (status, page) = await Customer.ReturnAsync(_link, "?status=ERROR&error_code=1023");
        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Contains("This connection was removed", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_without_a_result_is_the_first_page_again()
    {
        var (_, page) = await Customer.ReturnAsync(_link, "");
        Assert.Contains("Continue to Questrade", page, StringComparison.Ordinal);
        Assert.Empty(await Host.EventsAsync(EventTypes.PortalReturned));
    }

    [Fact]
    public async Task A_scanner_that_only_asks_for_headers_records_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"{_link.Path()}/return?status=SUCCESS");
        using var answer = await Customer.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await Host.EventsAsync(EventTypes.PortalReturned));
        Assert.Empty(Host.SnapTrade.Checks);
    }

    private async Task<Connection> ConnectionAsync()
    {
        await using var db = Host.Database.CreateDbContext();
        return await db.Connections.SingleAsync(Token);
    }
}
