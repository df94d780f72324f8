using System.Net;
using Dashboard.Features.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>What a customer sees when something of ours fails, or the address is mangled.</summary>
public sealed class CustomerTroubleTests : IAsyncLifetime
{
    private ReconnectHost host = null!;
    private HttpClient customer = null!;
    private CreatedLink link = null!;

    public async ValueTask InitializeAsync()
    {
        host = await ReconnectHost.StartAsync();
        customer = host.Customer();
        link = await host.MakeLinkAsync();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("GET", "/return?status=SUCCESS")]
    public async Task A_database_failure_shows_the_customers_page_and_keeps_the_token_in(
        string method,
        string rest
    )
    {
        await using (var db = host.Database.CreateDbContext())
            await db.Database.ExecuteSqlRawAsync(
                "DROP TABLE ReconnectLinks",
                TestContext.Current.CancellationToken
            );
        using var request = new HttpRequestMessage(new HttpMethod(method), link.Path() + rest);

        using var answer = await customer.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("your link stays valid", await ReadAsync(answer), StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.RetryAfter);
        AssertKeepsTokenIn(answer);
        var errors = host.Log.Text.Split('\n').Where(l => l.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains(errors, l => l.Contains("page behind /r failed", StringComparison.Ordinal));
        var token = link.Path()["/r/".Length..];
        Assert.DoesNotContain(errors, l => l.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_that_fails_leaves_the_customer_where_they_were()
    {
        await customer.StartAsync(link);
        host.SnapTrade.OnCheck = (_, _) => throw new InvalidOperationException("the database is away");

        var (status, page) = await customer.ReturnAsync(link, "?status=SUCCESS");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("We are checking", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x")]
    [InlineData("/return/x?status=SUCCESS")]
    public async Task A_mangled_address_is_not_sent_to_sign_in(string rest)
    {
        using var answer = await customer.GetAsync(link.Path() + rest, TestContext.Current.CancellationToken);

        Assert.Null(answer.Headers.Location);
        AssertKeepsTokenIn(answer);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("This link is not complete", await ReadAsync(answer), StringComparison.Ordinal);
    }

    private static void AssertKeepsTokenIn(HttpResponseMessage answer)
    {
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.StartsWith(
            "default-src 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
