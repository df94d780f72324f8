using AngleSharp.Dom;
using Bunit;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Connections.Managing;

/// <summary>Tests deleting, drills and duplicates on a connection's page.</summary>
public sealed class ManagingScreenTests : ScreenContext
{
    private const string Id = "0c4a9d11-6b1e-4f6e-9a3e-d1b2c3a4f5e6";

    public ManagingScreenTests() => SignInAs(Role.Admin);

    [Fact]
    public async Task Deleting_says_what_is_lost_and_asks_for_the_id()
    {
        await KnowAsync(BrokeAt(Now.AddHours(-3), Id));
        var dialogs = RenderDialogs();
        var page = Open(Id);

        _ = ChooseAsync(page, "More actions", "Delete at SnapTrade…");

        var dialog = dialogs.WaitForElement(".dialog");
        Assert.Contains("Deleted permanently", dialog.TextContent, StringComparison.Ordinal);
        Assert.True(Button(dialogs, "Delete at SnapTrade").HasAttribute("disabled"));
        await dialogs.InvokeAsync(() => dialogs.Find("input").InputAsync(new() { Value = "0C4A9D11" }));
        await PressAsync(dialogs, "Delete at SnapTrade");
        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll(".dialog")));
        Assert.Equal([$"delete {Id} of user of {Id}"], SnapTrade.Acts);
    }

    [Fact]
    public async Task The_dialog_stays_open_with_the_reason_of_a_failure()
    {
        await KnowAsync(FixedAt(Now.AddHours(-3), Id));
        SnapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.Forbidden, "no") { RequestId = "r-9" };
        var dialogs = RenderDialogs();
        var page = Open(Id);

        _ = ChooseAsync(page, "More actions", "Break it for a drill…");
        dialogs.WaitForElement(".dialog");
        await PressAsync(dialogs, "Break it");

        dialogs.WaitForAssertion(() =>
            Assert.Contains(
                "It may need test keys",
                dialogs.Find(".notice").TextContent,
                StringComparison.Ordinal
            )
        );
        Assert.Contains("r-9", dialogs.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Support_can_not_delete_or_break()
    {
        SignInAs(Role.Support);
        await KnowAsync(FixedAt(Now.AddHours(-3), Id));
        var page = Open(Id);
        Assert.DoesNotContain("drill", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Delete at SnapTrade", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duplicate_is_shown_on_both_pages_until_it_is_marked_as_two_logins()
    {
        await HappenAsync(
            Some.Event(EventTypes.ConnectionAdded, 0, "old", "zoe", brokerageId: "b1"),
            Some.Event(EventTypes.ConnectionBroken, 10, "old", "zoe"),
            Some.Event(EventTypes.ConnectionAdded, 20, "new", "zoe", brokerageId: "b1")
        );
        Assert.Equal("/connections/new", Open("old").Find(".duplicate-side a").GetAttribute("href"));
        var page = Open("new");
        Assert.Equal("/connections/old", page.Find(".duplicate-side a").GetAttribute("href"));

        await PressAsync(page, "Keep both: two different logins");

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".duplicate")));
    }

    private async Task KnowAsync(IncomingEvent happened)
    {
        await HappenAsync(happened);
        await using var db = Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(Token);
        user.SetSecret(Secrets.Protect("secret"), Now);
        await db.SaveChangesAsync(Token);
    }

    private IRenderedComponent<ConnectionPage> Open(string id)
    {
        var page = Render<ConnectionPage>(p => p.Add(x => x.Id, id));
        page.WaitForElement(".timeline");
        return page;
    }

    private static IElement Button<T>(IRenderedComponent<T> part, string words)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        part.FindAll("button").Single(b => b.TextContent.Trim() == words);

    private static Task PressAsync<T>(IRenderedComponent<T> part, string words)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        part.InvokeAsync(() => Button(part, words).ClickAsync(new()));
}
