using Bunit;
using Dashboard.Components;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;
using Dashboard.Features.Wording;
using Dashboard.Mail;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Features.Wording;

public sealed class WordingPageTests : ScreenContext
{
    private readonly RecordedMail _mail = new();

    public WordingPageTests()
    {
        Services.AddSingleton<IMailSender>(_mail);
        Services.AddSingleton(TeamHost.Origin);
        Services.AddSingleton(Options.Create(new DashboardOptions { CompanyName = "Acme Wealth" }));
        Services.AddSingleton<Wordings>();
        Services.AddSingleton<ReconnectMessageWriter>();
        Services.AddScoped<WordingEditor>();
        Services.AddScoped<WordingTrial>();
        SignInAs(Role.Admin);
    }

    [Fact]
    public void The_preview_follows_the_form()
    {
        var page = Show();
        Write(page, "Subject", "Dear {company} customer");
        page.WaitForAssertion(() =>
            Assert.Contains("Dear Acme Wealth customer", page.Find(".wording-subject").TextContent)
        );
        Assert.Contains("Hello Zo&#xEB;,", page.Find("iframe").GetAttribute("srcdoc"));
    }

    [Fact]
    public void A_problem_is_shown_at_its_field_and_nothing_is_saved()
    {
        var page = Show();
        Write(page, "Heading", "Hello {nmae}");
        var field = Field(page, "Heading");
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
        Assert.Contains(
            "{nmae} is not available here",
            page.Find("#" + field.GetAttribute("aria-describedby")!.Split(' ')[0]).TextContent
        );
        Button(page, "Save").Click();
        page.WaitForAssertion(() =>
            Assert.Contains("Correct the marked texts", page.Find(".notice.bad").TextContent)
        );
        Assert.DoesNotContain("Version 1", page.Markup);
    }

    [Fact]
    public void A_saved_version_is_in_use_and_an_earlier_one_can_be_brought_back()
    {
        var page = Show();
        Assert.True(Button(page, "Save").HasAttribute("disabled"));
        Write(page, "Subject", "First");
        Button(page, "Save").Click();
        page.WaitForAssertion(() =>
            Assert.Contains("Version 1 is in use", page.Find(".notice.ok").TextContent)
        );
        Write(page, "Subject", "Second");
        Button(page, "Save").Click();
        page.WaitForAssertion(() =>
            Assert.Contains("Version 2 is in use", page.Find(".notice.ok").TextContent)
        );

        page.Find("[aria-label='Restore version 1']").Click();
        page.WaitForAssertion(() => Assert.Equal("First", Field(page, "Subject").GetAttribute("value")));
        Button(page, "Undo").Click();
        Assert.Equal("Second", Field(page, "Subject").GetAttribute("value"));
        page.Find("[aria-label='Restore version 1']").Click();
        Button(page, "Save").Click();

        page.WaitForAssertion(() =>
            Assert.Contains("In use", page.FindAll(".wording-versions .line-item")[0].TextContent)
        );
        Assert.Contains("Version 3", page.FindAll(".wording-versions .line-item")[0].TextContent);
    }

    [Fact]
    public async Task A_conflict_is_reported_and_keeps_the_edited_texts()
    {
        var page = Show();
        Write(page, "Subject", "Mine");
        var editor = Services.GetRequiredService<WordingEditor>();
        var other = BuiltInWording.Of(CustomerLanguage.English) with { Subject = "Theirs" };
        await editor.SaveAsync(CustomerLanguage.English, other, 0, Token);

        Button(page, "Save").Click();

        page.WaitForAssertion(() =>
            Assert.Contains("saved version 1.", page.Find(".notice.bad").TextContent)
        );
        Assert.Equal("Mine", Field(page, "Subject").GetAttribute("value"));
        Assert.Contains("Version 1", page.Find(".wording-versions").TextContent);
    }

    [Fact]
    public void Each_language_keeps_its_own_draft()
    {
        var page = Show();
        Write(page, "Subject", "Mine");
        Navigation.NavigateTo("/emails/wording?language=pt-BR");
        page.WaitForAssertion(() =>
            Assert.Contains("Reconecte", Field(page, "Subject").GetAttribute("value"))
        );
        Navigation.NavigateTo("/emails/wording?language=en");
        page.WaitForAssertion(() => Assert.Equal("Mine", Field(page, "Subject").GetAttribute("value")));
    }

    [Fact]
    public async Task A_test_message_reports_its_recipient()
    {
        await TeamHost.AddAsync(Database, TeamHost.Person("id-1", Role.Admin));
        var page = Show();
        Button(page, "Send a test to me").Click();
        page.WaitForAssertion(() =>
            Assert.Contains("The test was sent to id-1@acme.example", page.Find(".notice.ok").TextContent)
        );
        Assert.Single(_mail.Sent);
    }

    [Fact]
    public void The_preview_can_be_text_for_several_accounts()
    {
        var page = Show();
        Button(page, "Text").Click();
        Button(page, "Two accounts").Click();
        page.WaitForAssertion(() =>
            Assert.Contains("Reconnect Robinhood:", page.Find(".wording-text").TextContent)
        );
    }

    private IRenderedComponent<WordingPage> Show()
    {
        Navigation.NavigateTo("/emails/wording");
        var page = Render<WordingPage>();
        page.WaitForElement("iframe");
        return page;
    }

    private void Write(IRenderedComponent<WordingPage> page, string field, string text)
    {
        // The preview waits for a pause in typing; the clock makes one.
        Field(page, field).Input(text);
        Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private static AngleSharp.Dom.IElement Field(IRenderedComponent<WordingPage> page, string label) =>
        page.FindAll(".wording-field")
            .Single(f => f.QuerySelector("label")?.TextContent.Trim() == label)
            .QuerySelector("input, textarea")!;

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<WordingPage> page, string words) =>
        page.FindAll("button").Single(b => b.TextContent.Trim() == words);
}
