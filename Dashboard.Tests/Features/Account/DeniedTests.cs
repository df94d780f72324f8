using System.Net;
using Dashboard.Access;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Account;

public sealed class DeniedTests : IAsyncLifetime
{
    private RoomsHost host = null!;
    private SignInBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        host = await RoomsHost.StartAsync();
        browser = new SignInBrowser(host);
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("/managers-only")]
    [InlineData("/checked-by-a-service")]
    public async Task Whoever_may_not_is_told_so_whether_the_door_or_the_service_refused(string path)
    {
        await browser.SignInAsync("support@demo.example", DemoOperators.Password);
        var answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/no-permission", answer.Headers.Location!.PathAndQuery);
    }

    [Theory]
    [InlineData("/managers-only", "hello")]
    [InlineData("/checked-by-a-service", "Jon Weber")]
    public async Task Whoever_may_gets_in(string path, string expected)
    {
        await browser.SignInAsync("manager@demo.example", DemoOperators.Password);
        var answer = await browser.GetAsync(path);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
