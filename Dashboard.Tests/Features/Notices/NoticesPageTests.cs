using System.Text.Json;
using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Domain.Audit;
using Dashboard.Features.Notices.Settings;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Notices;

public sealed class NoticesPageTests : ComponentContext
{
    private readonly NoticeHost _host = new();

    public NoticesPageTests()
    {
        Services.AddLogging();
        Services.AddScoped(_ => _host.Desk());
        Services.AddScoped(_ => _host.Tests());
    }

    [Fact]
    public async Task What_is_entered_is_saved_and_audited_without_the_webhooks_address()
    {
        var page = Show();
        await page.Find("textarea").InputAsync("ana@acme.example\nbob@acme.example");
        await page.Find("input[type=password]")
            .ChangeAsync("https://hooks.slack.com/services/T0/B0/very-secret");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() =>
            Assert.Contains("hooks.slack.com", page.Find(".notices-set").TextContent)
        );
        Assert.DoesNotContain("very-secret", page.Markup);
        await using var db = _host.Database.CreateDbContext();
        var settings = await db.NoticeSettings.SingleAsync(Token);
        Assert.Equal(["ana@acme.example", "bob@acme.example"], settings.ReadRecipients());
        Assert.DoesNotContain("very-secret", settings.ProtectedWebhook);
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal(AuditActions.ChangeNotices, entry.Action);
        Assert.Contains("hooks.slack.com", entry.After);
        Assert.DoesNotContain("very-secret", entry.After);
    }

    [Fact]
    public async Task All_errors_are_reported_and_nothing_is_saved()
    {
        var page = Show();
        await page.Find("textarea").InputAsync("ana");
        await page.Find("input[type=password]").ChangeAsync("http://hooks.slack.com/x");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[role=alert]").Count));
        Assert.Contains("“ana” is not an e-mail address", page.Markup);
        Assert.Contains("must begin with https://", page.Markup);
        await using var db = _host.Database.CreateDbContext();
        Assert.False(await db.NoticeSettings.AnyAsync(Token));
    }

    [Fact]
    public async Task The_monthly_report_is_off_until_chosen_and_begins_with_the_month_of_the_choice()
    {
        var page = Show();
        var choice = page.FindAll(".notices-choice").Single(c => c.TextContent.Contains("Monthly report"));
        Assert.False(choice.QuerySelector("input")!.HasAttribute("checked"));
        await choice.QuerySelector("input")!.ChangeAsync(true);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Saved", page.Markup));
        await using var db = _host.Database.CreateDbContext();
        var settings = await db.NoticeSettings.SingleAsync(Token);
        Assert.Equal((true, "2026-10"), (settings.SendsReport, settings.LastReport));
    }

    [Fact]
    public async Task A_draft_comes_back_without_the_webhooks_address_unless_the_settings_have_changed()
    {
        var page = Show();
        await page.Find("textarea").InputAsync("ana@acme.example");
        await page.Find("input[type=password]").ChangeAsync("https://hooks.slack.com/very-secret");
        var draft = page.FindComponent<KeptDraft<NoticeForm>>().Instance;
        Assert.True(draft.IsChanged);
        // As the browser keeps it.
        var kept = JsonSerializer.Serialize(draft.Value);
        Assert.DoesNotContain("very-secret", kept);

        var later = Show();
        draft = later.FindComponent<KeptDraft<NoticeForm>>().Instance;
        var found = JsonSerializer.Deserialize<NoticeForm>(kept)!;
        await later.InvokeAsync(() => draft.OnFound.InvokeAsync(found));
        Assert.Equal("ana@acme.example", later.Find("textarea").GetAttribute("value"));
        Assert.Contains("Your unsaved changes are back", later.Find(".notices-actions").TextContent);

        await _host.SettingsAsync(s => s.NextVersion());
        var changed = Show();
        draft = changed.FindComponent<KeptDraft<NoticeForm>>().Instance;
        await changed.InvokeAsync(() => draft.OnFound.InvokeAsync(found));
        Assert.False(draft.IsChanged);
    }

    [Fact]
    public async Task Two_admins_cannot_overwrite_each_other()
    {
        var first = await _host.Desk().ReadAsync(Token);
        var second = await _host.Desk().ReadAsync(Token);
        Assert.Empty(await _host.Desk().SaveAsync(first.Form, Token));
        var problem = Assert.Single(await _host.Desk().SaveAsync(second.Form, Token));
        Assert.Contains("Someone else", problem);
    }

    [Fact]
    public async Task A_test_shows_the_real_answer_and_is_audited()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("no_service");
        };
        await _host.SettingsAsync(s =>
            (s.Recipients, s.ProtectedWebhook) = ("ana@acme.example", _host.Secret.Protect(receiver.Address))
        );
        var page = Show();
        await Button(page, "Send a test e-mail").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("Accepted by the mail server", page.Markup));
        Assert.Contains("Test person", Assert.Single(_host.Mail.Sent).Text);
        await Button(page, "Send a test to the webhook").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("responded with 404, “no_service”", page.Markup));
        await using var db = _host.Database.CreateDbContext();
        var results = await db.AuditEntries.OrderBy(e => e.Number).Select(e => e.Result).ToListAsync(Token);
        Assert.Equal("done", results[0]);
        Assert.StartsWith("failed: 127.0.0.1 responded with 404", results[1]);
    }

    [Fact]
    public async Task The_last_notices_are_shown_with_what_became_of_them()
    {
        await _host.SettingsAsync(s => s.Recipients = "ana@acme.example");
        await _host.HappenAsync();
        var page = Show();
        Assert.Contains("Broken connections above the threshold", page.Find(".notices-lately").TextContent);
        Assert.Contains("Waiting", page.Find(".notices-lately").TextContent);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _host.Dispose();
    }

    private IRenderedComponent<NoticesPage> Show()
    {
        var page = Render<NoticesPage>();
        page.WaitForElement("form");
        return page;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<NoticesPage> page, string words) =>
        page.FindAll("button").Single(b => b.TextContent == words);
}
