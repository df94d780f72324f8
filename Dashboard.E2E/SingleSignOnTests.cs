using Dashboard.E2E.Support;
using Dashboard.Tests.Support.Authority;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Tests single sign-on through an OpenID Connect server in a real browser.</summary>
public sealed class SingleSignOnTests(Browsers browsers) : BrowserTest(browsers)
{
    [Fact]
    public async Task An_operator_signs_in_through_the_authority_and_out_of_both()
    {
        await using var authority = await AuthorityServer.StartAsync(
            new Person("ana", "Ana Alvarez", "ana@acme.example", true, "Admin"),
            new Person("zoe", "Zoë Nobody", "zoe@acme.example", true, "Sales")
        );
        await using var server = await DashboardProcess.StartDemoAsync(
            ("Access__Oidc__Authority", authority.Address),
            ("Access__Oidc__ClientId", AuthorityServer.ClientId),
            ("Access__Oidc__ClientSecret", AuthorityServer.ClientSecret),
            ("Access__Oidc__DisplayName", "Acme ID"),
            ("Logging__LogLevel__Default", "Debug"),
            ("Logging__LogLevel__Microsoft", "Debug")
        );
        await authority.RegisterAsync(server.Origin);
        var page = await NewPageAsync(server.Origin);
        var refused = SurfaceTests.Watch(page);

        await page.GotoAsync("/history");
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue with Acme ID" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("ana");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();

        await page.WaitForURLAsync("**/history");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("History", new() { Timeout = 15_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Ana Alvarez, Admin" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        await page.WaitForURLAsync("**/account/sign-in");
        await page.GotoAsync($"{authority.Address}/session");
        await Expect(page.GetByText("nobody")).ToBeVisibleAsync();

        await page.GotoAsync("/account/sso");
        await page.GetByLabel("Name").FillAsync("zoe");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await page.WaitForURLAsync("**/account/sso/problem?reason=NoRole");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You have no role in this dashboard");
        Assert.Empty(refused);
        Assert.DoesNotMatch(SignedToken.Pattern, server.Output);
        Assert.DoesNotContain(AuthorityServer.ClientSecret, server.Output, StringComparison.Ordinal);
    }
}
