using Bunit;
using Dashboard.Domain.Operators;
using Dashboard.Features.Users.List;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Users.List;

public sealed class UsersPageTests : UserScreens
{
    [Fact]
    public async Task A_row_links_to_its_user_for_any_id()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-1), "a/b@c+d%&e f") with { UserId = "a/b@c+d%&e f" });
        var page = Open("/users");
        page.WaitForAssertion(() => Assert.Contains("1 of 1 broken", page.Find("tbody").TextContent));
        Assert.Equal(
            "/users/user?id=a%2Fb%40c%2Bd%25%26e%20f",
            page.Find("tbody a[data-open]").GetAttribute("href")
        );
        Assert.Contains("secret missing", page.Find("tbody tr").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task A_chip_and_a_search_are_in_the_URL()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-1), "c"));
        var page = Open("/users?show=OptedOut");
        page.WaitForAssertion(() =>
            Assert.Equal("No users match these filters", page.Find(".state-title").TextContent)
        );
        Assert.Equal("Opted out", page.Find(".chip.on").TextContent.Trim());
    }

    [Fact]
    public void An_empty_list_says_what_to_do_first()
    {
        var page = Open("/users");
        page.WaitForAssertion(() =>
            Assert.Equal(
                "https://dashboard.example.com/webhooks/snaptrade",
                page.Find(".first-steps input").GetAttribute("value")
            )
        );
        Assert.Contains("PUT /api/v1/users/{userId}", page.Find(".first-steps").TextContent);
    }

    [Fact]
    public void Only_admins_are_offered_imports_and_comparisons()
    {
        SignInAs(Role.Support);
        var page = Open("/users");
        page.WaitForElement(".discovery");
        Assert.Empty(page.FindAll(".head-actions a"));
        Assert.Empty(page.FindAll(".discovery button"));
    }

    [Fact]
    public async Task A_comparison_is_shown_with_what_to_do_about_it()
    {
        SnapTrade.Users.AddRange(["u1", "u2"]);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var page = Open("/users");
        page.WaitForElement(".discovery button");
        await page.Find(".discovery button").ClickAsync(new());
        page.WaitForAssertion(() =>
            Assert.Contains("2 new here, without a secret", page.Find(".discovery").TextContent)
        );
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
    }

    private IRenderedComponent<UsersPage> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<UsersPage>();
    }
}
