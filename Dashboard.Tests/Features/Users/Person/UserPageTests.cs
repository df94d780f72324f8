using Bunit;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Features.Users;
using Dashboard.Features.Users.Person;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Users.Person;

public sealed class UserPageTests : UserScreens
{
    private const string Secret = "5f2c-the-secret-of-zoe";

    public UserPageTests()
    {
        OfferLinks();
        OfferEmails();
    }

    [Fact]
    public async Task Everything_that_is_broken_is_repaired_from_one_place()
    {
        await SeedAsync();
        var page = Open("u/1");

        Assert.Equal(
            ["Copy link", "Copy link"],
            page.FindAll(".user-connection button").Select(b => b.TextContent)
        );
        await page.FindAll(".user-connection button")[1].ClickAsync(new());
        await page.Find(".head-actions button.primary").ClickAsync(new());

        Assert.Equal(["c2"], Actions.Asked);
        Assert.Contains("Send one e-mail about all 2", page.Find(".head-actions").TextContent);
        var audience = Assert.Single(Emails.Asked);
        Assert.Equal(("Zoë", "c1"), (audience.Words, audience.ConnectionId));
        Assert.Equal(["u/1"], await audience.UserIds(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Support_sees_everything_and_changes_nothing_but_links()
    {
        await SeedAsync();
        SignInAs(Role.Support);
        var page = Open("u/1");
        Assert.Equal(2, page.FindAll(".user-connection button").Count);
        Assert.Empty(page.FindAll("form"));
        Assert.Empty(page.FindAll(".head-actions button.primary"));
        Assert.DoesNotContain("Erase", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_is_changed_and_an_emptied_field_is_forgotten()
    {
        await SeedAsync();
        var page = Open("u/1");
        await EditAsync(page);
        await page.Find("input[name=name]").InputAsync("Zora");
        await page.Find("input[name=email]").InputAsync("");
        await page.Find("form.user-form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("Zora", page.Find("h1").TextContent));
        var user = await UserAsync();
        Assert.Equal(("Zora", null), (user.Name, user.Email));
        Assert.Equal(["1", "u/1", "zora"], await Database.TokensAsync("u/1"));
    }

    [Fact]
    public async Task A_conflict_shows_the_current_data_for_another_decision()
    {
        await SeedAsync();
        var page = Open("u/1");
        await EditAsync(page);
        await Services
            .GetRequiredService<UserDirectory>()
            .SaveAsync("u/1", new UserInput("Theirs", null, null, null), Token);
        await page.Find("input[name=name]").InputAsync("Ours");
        await page.Find("form.user-form").SubmitAsync();

        page.WaitForAssertion(() =>
            Assert.Contains("Current values: Theirs", page.Find(".notice.bad").TextContent)
        );
        Assert.Equal("Theirs", (await UserAsync()).Name);
        await page.Find("form.user-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Ours", page.Find("h1").TextContent));
    }

    [Fact]
    public async Task An_opt_out_during_an_edit_is_kept()
    {
        await SeedAsync();
        var page = Open("u/1");
        await EditAsync(page);
        await Services
            .GetRequiredService<UserDirectory>()
            .SaveAsync("u/1", new UserInput(null, null, null, null, OptedOut: true), Token);
        await page.Find("input[name=name]").InputAsync("Zora");
        await page.Find("form.user-form").SubmitAsync();
        page.WaitForAssertion(() =>
            Assert.Contains("opted out of e-mails", page.Find(".notice.bad").TextContent)
        );
        await page.Find("form.user-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Zora", page.Find("h1").TextContent));
        Assert.NotNull((await UserAsync()).OptedOutAt);
    }

    [Fact]
    public async Task Input_for_one_user_is_cleared_on_another_users_page()
    {
        await SeedAsync();
        await Database.EventsAsync(Some.Event(EventTypes.ConnectionBroken, 1, "c9", "u2"));
        var page = Open("u/1");
        await EditAsync(page);
        await page.Find("input[name=name]").InputAsync("Typed");
        JSInterop.Setup<bool>("confirm", "Leave without saving your changes?").SetResult(true);
        Navigation.NavigateTo("/users/user?id=u2");
        page.WaitForAssertion(() => Assert.Contains("u2", page.Find("h1").TextContent));
        Assert.Empty(page.FindAll("input[name=name]"));
    }

    [Fact]
    public async Task An_invalid_value_is_reported_at_its_field()
    {
        await SeedAsync();
        var page = Open("u/1");
        await EditAsync(page);
        await page.Find("input[name=email]").InputAsync("nowhere");
        await page.Find("form.user-form").SubmitAsync();
        Assert.Contains("email must be an address", page.Find("[role=alert]").TextContent);
    }

    [Fact]
    public async Task A_secret_can_be_set_and_is_never_shown()
    {
        await SeedAsync();
        var page = Open("u/1");
        Assert.Contains("Missing", page.Find(".secret-mark").TextContent);
        await page.Find("input[name=userSecret]").ChangeAsync(new() { Value = Secret });
        await page.Find("form:has(input[name=userSecret])").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("Known", page.Find(".secret-mark").TextContent));
        Assert.DoesNotContain(Secret, page.Markup, StringComparison.Ordinal);
        Assert.Empty(await Database.FindAsync(Secret));
        Assert.Equal(
            Secret,
            Services.GetRequiredService<UserSecrets>().Unprotect((await UserAsync()).ProtectedSecret!)
        );
    }

    [Fact]
    public async Task Erasing_requires_the_id_and_explains_the_consequences()
    {
        await SeedAsync();
        var dialogs = RenderDialogs();
        var page = Open("u/1");
        var asking = ChooseAsync(page, "More actions", "Erase person");
        dialogs.WaitForElement("input[name=confirm]");
        Assert.True(dialogs.Find("button.danger").HasAttribute("disabled"));
        await dialogs.Find("input[name=confirm]").InputAsync(new() { Value = "u/1" });
        await dialogs.Find("button.danger").ClickAsync(new());
        await asking;

        page.WaitForAssertion(() => Assert.Contains("Erased", page.Find(".notice").TextContent));
        Assert.Null((await UserAsync()).Name);
        Assert.Empty(SnapTrade.DeletedUsers);
    }

    [Fact]
    public async Task A_check_compares_all_connections_and_is_on_the_trail()
    {
        await SeedAsync();
        var page = Open("u/1");
        await CheckAsync(page);
        Assert.Equal(["failed: NoSecret"], await ResultsAsync());

        await Services
            .GetRequiredService<UserDirectory>()
            .SaveAsync("u/1", new UserInput(null, null, null, Secret), Token);
        SnapTrade.Connections["c1"] = new() { Id = "c1" };
        SnapTrade.Connections["c2"] = new() { Id = "c2", Disabled = true };
        await CheckAsync(page);
        Assert.Equal(["failed: NoSecret", "done"], await ResultsAsync());
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".user-connection button")));
    }

    [Fact]
    public async Task It_follows_what_happens_to_the_user()
    {
        await SeedAsync();
        var page = Open("u/1");
        await HappenAsync(FixedAt(Now, "c1") with { UserId = "u/1" });
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".user-connection button")));
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".timeline li").Count));
    }

    [Fact]
    public void An_unknown_id_gets_a_next_step()
    {
        Navigation.NavigateTo("/users/user?id=nobody");
        var page = Render<UserPage>();
        page.WaitForAssertion(() => Assert.Equal("No such user", page.Find(".state-title").TextContent));
        Assert.Equal("/users?q=nobody", page.Find(".state-actions a").GetAttribute("href"));
    }

    private async Task SeedAsync()
    {
        await HappenAsync(
            BrokeAt(Now.AddHours(-3), "c1") with
            {
                UserId = "u/1",
            },
            BrokeAt(Now.AddHours(-2), "c2") with
            {
                UserId = "u/1",
            }
        );
        await Database.ContactAsync("u/1", "Zoë", "zoe@example.com");
    }

    [Fact]
    public void An_address_without_an_id_names_no_user()
    {
        Navigation.NavigateTo("/users/user");
        var page = Render<UserPage>();
        Assert.Equal("No such user", page.Find(".state-title").TextContent);
    }

    private IRenderedComponent<UserPage> Open(string id)
    {
        Navigation.NavigateTo($"/users/user?id={Uri.EscapeDataString(id)}");
        var page = Render<UserPage>();
        page.WaitForElement(".timeline li");
        return page;
    }

    private static async Task EditAsync(IRenderedComponent<UserPage> page)
    {
        await page.FindAll("button").Single(b => b.TextContent == "Edit").ClickAsync(new());
        page.WaitForElement("input[name=name]");
    }

    private static Task CheckAsync(IRenderedComponent<UserPage> page) =>
        page.FindAll(".head-actions button")
            .Single(b => b.TextContent.Contains("Check now"))
            .ClickAsync(new());

    private async Task<List<string>> ResultsAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db
            .AuditEntries.Where(e => e.Action == AuditActions.CheckUser)
            .OrderBy(e => e.Number)
            .Select(e => e.Result)
            .ToListAsync(Token);
    }

    private async Task<SnapTradeUser> UserAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.SnapTradeUsers.AsNoTracking().SingleAsync(Token);
    }
}
