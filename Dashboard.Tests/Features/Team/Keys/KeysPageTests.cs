using Bunit;
using Dashboard.Access;
using Dashboard.Components.Parts;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team.Keys;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Team.Keys;

public sealed class KeysPageTests : ScreenContext
{
    public KeysPageTests()
    {
        Services.AddSingleton(new ApiKeys(Database, Clock));
        Services.AddScoped<KeyDirectory>();
        SignInAs(Role.Admin);
        using var db = Database.CreateDbContext();
        db.Users.Add(TeamHost.Person("id-1", Role.Admin));
        db.SaveChanges();
    }

    [Fact]
    public void Without_keys_it_says_what_they_are_for()
    {
        var page = Open();
        Assert.Equal("No API keys yet", page.Find(".state-title").TextContent);
    }

    [Fact]
    public async Task A_new_key_is_shown_once_and_listed_by_its_first_characters()
    {
        var page = Open();
        var key = await MakeAsync(page, "Billing");
        Assert.StartsWith("chd_", key, StringComparison.Ordinal);
        Assert.Contains("shown only once", page.Markup, StringComparison.Ordinal);

        await ButtonOf(page, "I have copied it").ClickAsync(new());
        page.WaitForAssertion(() => Assert.DoesNotContain(key, page.Markup, StringComparison.Ordinal));
        Assert.Contains($"{key[..10]}…", page.Find(".k-name").TextContent, StringComparison.Ordinal);
        Assert.Contains("Never", page.Find("td.k-used").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_half_filled_form_is_kept_until_the_key_is_made_and_opens_again()
    {
        var page = Open();
        await ButtonOf(page, "New key").ClickAsync(new());
        page.Find(".key-form input").Input("Bill");
        var draft = page.FindComponent<KeptDraft<KeyDraft>>().Instance;
        Assert.Equal((true, "Bill"), (draft.IsChanged, draft.Value.Name));
        await page.Find("form.key-form").SubmitAsync();
        page.WaitForElement(".copy-field input");
        Assert.False(draft.IsChanged);
        await ButtonOf(page, "I have copied it").ClickAsync(new());

        var kept = new KeyDraft("Invoices", ApiScope.Links, Days: 0);
        await page.InvokeAsync(() => draft.OnFound.InvokeAsync(kept));
        Assert.Equal("Invoices", page.Find(".key-form input").GetAttribute("value"));
        await page.Find("form.key-form").SubmitAsync();
        page.WaitForElement(".copy-field input");
        Assert.Contains("Links", page.FindAll("td.k-scope b").Select(scope => scope.TextContent));
    }

    [Fact]
    public async Task A_name_in_use_is_reported_at_the_field()
    {
        var page = Open();
        await MakeAsync(page, "Billing");
        await ButtonOf(page, "I have copied it").ClickAsync(new());
        await SubmitAsync(page, "Billing");
        page.WaitForAssertion(() =>
            Assert.Contains("has this name", page.Find("[role=alert]").TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Revoking_requires_confirmation_and_hides_the_key()
    {
        var page = Open();
        await MakeAsync(page, "Billing");
        await ButtonOf(page, "I have copied it").ClickAsync(new());
        await ButtonOf(page, "Revoke").ClickAsync(new());
        await ButtonOf(page, "Keep it").ClickAsync(new());
        Assert.Empty(page.FindAll(".past-keys"));

        await ButtonOf(page, "Revoke").ClickAsync(new());
        await ButtonOf(page, "Yes, revoke it").ClickAsync(new());
        page.WaitForAssertion(() =>
            Assert.Contains("(1)", page.Find(".past-keys summary").TextContent, StringComparison.Ordinal)
        );
        Assert.Empty(page.FindAll(".keys-table"));
    }

    [Fact]
    public async Task A_key_can_have_another_name()
    {
        var page = Open();
        await MakeAsync(page, "Billing");
        await ButtonOf(page, "I have copied it").ClickAsync(new());
        await ButtonOf(page, "Rename").ClickAsync(new());
        page.Find(".key-rename input").Input("Invoices");
        await page.Find(".key-rename").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal("Invoices", page.Find(".k-name b").TextContent));
    }

    private IRenderedComponent<KeysPage> Open()
    {
        var page = Render<KeysPage>();
        page.WaitForElement(".keys-table, .state");
        return page;
    }

    private static async Task<string> MakeAsync(IRenderedComponent<KeysPage> page, string name)
    {
        await SubmitAsync(page, name);
        return page.WaitForElement(".copy-field input").GetAttribute("value")!;
    }

    private static async Task SubmitAsync(IRenderedComponent<KeysPage> page, string name)
    {
        await ButtonOf(page, "New key").ClickAsync(new());
        page.Find(".key-form input").Input(name);
        await page.Find("form.key-form").SubmitAsync();
    }

    private static AngleSharp.Dom.IElement ButtonOf(IRenderedComponent<KeysPage> page, string words) =>
        page.FindAll("button").Single(b => b.TextContent.Trim() == words);
}
