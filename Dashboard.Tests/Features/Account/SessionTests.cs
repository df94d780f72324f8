using System.Net;
using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Access.Oidc;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Account;

/// <summary>How a session is kept and what ends it.</summary>
public sealed class SessionTests : RoomsContext
{
    private const string Mia = "support@demo.example";

    [Fact]
    public async Task Signing_out_requires_our_own_page_and_ends_the_session()
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        var forged = await Browser.PostAsync("/account/sign-out", "forged");
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Browser.GetAsync("/operators-only")).StatusCode);
        await Browser.PostAsync("/account/sign-out", await Browser.TokenAsync("/account"));
        Assert.Equal(HttpStatusCode.Redirect, (await Browser.GetAsync("/operators-only")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_a_copied_cookie_within_a_minute()
    {
        var answer = await Browser.SignInAsync(Mia, DemoOperators.Password);
        using var copy = Host.Browser();
        foreach (var cookie in answer.Headers.GetValues("Set-Cookie"))
            copy.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        var before = await copy.GetAsync("/operators-only", Token);
        await Browser.PostAsync("/account/sign-out", await Browser.TokenAsync("/account"));
        Host.Time.Advance(TimeSpan.FromSeconds(61));
        var after = await copy.GetAsync("/operators-only", Token);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_listening_on_a_hub_within_a_minute()
    {
        var answer = await Browser.SignInAsync(Mia, DemoOperators.Password);
        await using var listener = new HubConnectionBuilder()
            .WithUrl(
                new Uri(Host.Address, "/hubs/listen"),
                options =>
                    options.Headers["Cookie"] = string.Join(
                        "; ",
                        answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])
                    )
            )
            .Build();
        await listener.StartAsync(Token);
        await Browser.PostAsync("/account/sign-out", await Browser.TokenAsync("/account"));
        await Host.Time.UntilAsync(
            TimeSpan.FromSeconds(61),
            () => listener.State == HubConnectionState.Disconnected,
            "the hub's connection was closed"
        );
    }

    [Fact]
    public async Task An_operator_whose_role_was_changed_is_signed_out_within_a_minute()
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        await using var db = Host.Database.CreateDbContext();
        var mia = await db.Users.SingleAsync(o => o.Email == Mia, Token);
        (mia.Role, mia.SecurityStamp) = (Role.Manager, Guid.NewGuid().ToString());
        await db.SaveChangesAsync(Token);
        Host.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Redirect, (await Browser.GetAsync("/operators-only")).StatusCode);
    }

    [Theory]
    [InlineData("https://dashboard.example", true)]
    [InlineData("http://dashboard.example", false)]
    [InlineData("", false)]
    public async Task A_site_published_over_https_has_a_cookie_for_https_only(string url, bool secure)
    {
        await using var published = await RoomsHost.StartAsync(("Dashboard:PublicUrl", url));
        // Every cookie is Secure then, the form's too; this browser sends them all the same, as behind a proxy.
        using var visitor = new SsoBrowser();
        var address = new Uri(published.Address, "/account/sign-in");
        var page = await visitor.OpenAsync(address);
        using var form = new FormUrlEncodedContent([
            SsoBrowser.Fields(page.Body).First(f => f.Key == "__RequestVerificationToken"),
            new("_handler", "sign-in"),
            new("Input.Email", Mia),
            new("Input.Password", DemoOperators.Password),
        ]);
        using var answer = await visitor.SendAsync(HttpMethod.Post, address, form);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("dashboard="));
        Assert.Equal(secure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }
}
