using System.Text.Json;
using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Features.Users;
using Dashboard.Features.Users.Person;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Users.Person;

/// <summary>What was typed into the contact form survives a lost circuit.</summary>
public sealed class ContactDraftTests : UserScreens
{
    [Fact]
    public async Task A_half_filled_form_is_kept_until_it_is_cancelled_and_opens_again()
    {
        var page = await OpenAsync();
        var kept = await TypeAsync(page, "Zora");
        await page.FindAll("button").Single(b => b.TextContent == "Cancel").ClickAsync(new());
        Assert.False(DraftOf(page).IsChanged);

        await page.InvokeAsync(() => DraftOf(page).OnFound.InvokeAsync(kept));
        Assert.Equal("Zora", page.Find("input[name=name]").GetAttribute("value"));
        await page.Find("form.user-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Zora", page.Find("h1").TextContent));
        Assert.False(DraftOf(page).IsChanged);
    }

    [Fact]
    public async Task A_draft_of_a_contact_that_has_changed_shows_the_change_first()
    {
        var page = await OpenAsync();
        var kept = await TypeAsync(page, "Ours");
        await Services
            .GetRequiredService<UserDirectory>()
            .SaveAsync("zoe", new UserInput("Theirs", null, null, null, OptedOut: true), Token);

        page = await ShowAsync();
        await page.InvokeAsync(() => DraftOf(page).OnFound.InvokeAsync(kept));
        Assert.Contains("Current values: Theirs", page.Find(".notice.bad").TextContent);
        await page.Find("form.user-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Ours", page.Find("h1").TextContent));
        Assert.Contains("Opted out", page.Markup);
    }

    private async Task<IRenderedComponent<UserPage>> OpenAsync()
    {
        await Database.EventsAsync(Some.Broken(1, "c1", "zoe"));
        await Database.ContactAsync("zoe", "Zoe", "zoe@example.com");
        return await ShowAsync();
    }

    private Task<IRenderedComponent<UserPage>> ShowAsync()
    {
        Navigation.NavigateTo("/users/user?id=zoe");
        var page = Render<UserPage>();
        page.WaitForElement(".timeline li");
        return Task.FromResult(page);
    }

    // Returns what the browser keeps.
    private static async Task<ContactFields> TypeAsync(IRenderedComponent<UserPage> page, string name)
    {
        await page.FindAll("button").Single(b => b.TextContent == "Edit").ClickAsync(new());
        await page.WaitForElement("input[name=name]").InputAsync(name);
        await page.Find("form.user-form").TriggerEventAsync("oninput", EventArgs.Empty);
        Assert.True(DraftOf(page).IsChanged);
        return JsonSerializer.Deserialize<ContactFields>(JsonSerializer.Serialize(DraftOf(page).Value))!;
    }

    private static KeptDraft<ContactFields> DraftOf(IRenderedComponent<UserPage> page) =>
        page.FindComponent<KeptDraft<ContactFields>>().Instance;
}
