using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Features.BlockedAddresses;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.BlockedAddresses;

public sealed class SuppressedPageTests : ScreenContext
{
    public SuppressedPageTests()
    {
        Services.AddScoped<SuppressedAddresses>();
        SignInAs(Role.Admin);
    }

    [Fact]
    public async Task Addresses_are_listed_with_the_reason_the_latest_first()
    {
        await SuppressAsync("old@example.com", SuppressionReason.HardBounce, Now.AddDays(-9));
        await SuppressAsync("new@example.com", SuppressionReason.Complaint, Now.AddDays(-1));
        var page = Open();
        Assert.Equal(["new@example.com", "old@example.com"], Shown(page));
        Assert.Contains("reported a message as unwanted", page.Find("tbody tr").TextContent);
    }

    [Fact]
    public async Task The_heads_sort_them_by_time_and_address()
    {
        await SuppressAsync("b@example.com", SuppressionReason.HardBounce, Now.AddDays(-9));
        await SuppressAsync("c@example.com", SuppressionReason.Complaint, Now.AddDays(-5));
        await SuppressAsync("a@example.com", SuppressionReason.Complaint, Now.AddDays(-1));
        Navigation.NavigateTo("/emails/suppressed?sort=oldest");
        var page = Open();
        Assert.Equal(["b@example.com", "c@example.com", "a@example.com"], Shown(page));
        Assert.Equal("ascending", page.Find("th.s-since").GetAttribute("aria-sort"));

        Navigation.NavigateTo(page.Find("th .sort").GetAttribute("href")!);

        page.WaitForAssertion(() =>
            Assert.Equal(["a@example.com", "b@example.com", "c@example.com"], Shown(page))
        );
        Assert.Equal("ascending", page.Find("th").GetAttribute("aria-sort"));
        Assert.Equal("/emails/suppressed", page.Find(".s-since .sort").GetAttribute("href"));
    }

    [Fact]
    public async Task Unblocking_asks_first_and_is_on_the_audit_trail()
    {
        await SuppressAsync("zoe@example.com", SuppressionReason.HardBounce, Now.AddDays(-1));
        var page = Open();

        await page.Find("tbody button").ClickAsync(new());
        Assert.Equal(["zoe@example.com"], Shown(page));
        await page.Find(".confirm button").ClickAsync(new());

        page.WaitForAssertion(() =>
            Assert.Equal("No blocked addresses", page.Find(".state-title").TextContent)
        );
        Assert.Equal(["lift suppression, address:…@example.com: done"], await Database.AuditedAsync());
        await using var db = Database.CreateDbContext();
        var stored = await db.Suppressions.SingleAsync(Token);
        Assert.Equal((Now, "Test person"), (stored.LiftedAt, stored.LiftedBy));
    }

    [Fact]
    public async Task An_address_can_be_blocked_manually()
    {
        var page = Open();
        await page.Find(".head-actions button").ClickAsync(new());
        await AddAsync(page, "not an address");
        Assert.StartsWith("Enter an e-mail address", page.Find("[role=alert]").TextContent);

        await AddAsync(page, " Zoe@Example.com");

        page.WaitForAssertion(() => Assert.Equal(["zoe@example.com"], Shown(page)));
        Assert.Contains("Blocked manually", page.Find("tbody").TextContent);
        Assert.Equal(["suppress address, address:…@example.com: done"], await Database.AuditedAsync());

        await page.Find(".head-actions button").ClickAsync(new());
        await AddAsync(page, "zoe@example.com");
        page.WaitForAssertion(() =>
            Assert.Equal("This address is already blocked.", page.Find("[role=alert]").TextContent)
        );
    }

    [Fact]
    public async Task A_half_filled_form_is_kept_until_it_is_cancelled_and_opens_again()
    {
        var page = Open();
        await page.Find(".head-actions button").ClickAsync(new());
        await page.FindAll(".suppress-form input")[1].InputAsync("wrote twice");
        var draft = page.FindComponent<KeptDraft<SuppressDraft>>().Instance;
        Assert.Equal((true, "wrote twice"), (draft.IsChanged, draft.Value.Note));
        await page.FindAll(".suppress-form button")[1].ClickAsync(new());
        Assert.False(draft.IsChanged);

        await page.InvokeAsync(() => draft.OnFound.InvokeAsync(new SuppressDraft("zoe@exam", "")));
        Assert.Equal("zoe@exam", page.Find(".suppress-form input").GetAttribute("value"));
    }

    [Fact]
    public async Task A_search_matches_the_start_of_addresses()
    {
        await SuppressAsync("zoe@example.com", SuppressionReason.HardBounce, Now);
        await SuppressAsync("max@zoe.example", SuppressionReason.HardBounce, Now);
        Navigation.NavigateTo("/emails/suppressed?q=ZOE");
        var page = Open();
        Assert.Equal(["zoe@example.com"], Shown(page));

        Navigation.NavigateTo("/emails/suppressed?q=nobody");
        page.WaitForAssertion(() =>
            Assert.Equal("No blocked address begins with this", page.Find(".state-title").TextContent)
        );
    }

    [Fact]
    public async Task Without_permission_to_send_the_list_is_read_only()
    {
        SignInAs(Role.Support);
        await SuppressAsync("zoe@example.com", SuppressionReason.HardBounce, Now);
        var page = Open();
        Assert.Equal(["zoe@example.com"], Shown(page));
        Assert.Empty(page.FindAll("button"));
    }

    private static async Task AddAsync(IRenderedComponent<SuppressedPage> page, string address)
    {
        page.Find(".suppress-form input").Input(address);
        await page.Find(".suppress-form").SubmitAsync();
    }

    private async Task SuppressAsync(string address, SuppressionReason reason, DateTimeOffset at)
    {
        await using var db = Database.CreateDbContext();
        var suppression = new Suppression { Address = address };
        suppression.Begin(reason, detail: null, emailId: null, at);
        db.Add(suppression);
        await db.SaveChangesAsync(Token);
    }

    private IRenderedComponent<SuppressedPage> Open()
    {
        var page = Render<SuppressedPage>();
        page.WaitForElement(".suppressed-table, .state");
        return page;
    }

    private static List<string> Shown(IRenderedComponent<SuppressedPage> page) =>
        [.. page.FindAll("tbody td:first-child b").Select(cell => cell.TextContent.Trim())];
}
