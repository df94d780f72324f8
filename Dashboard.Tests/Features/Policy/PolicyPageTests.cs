using System.Globalization;
using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using Dashboard.Access;
using Dashboard.Components.Parts;
using Dashboard.Data;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Features.Policy;
using Dashboard.Mail;
using Dashboard.Tests.Domain.Emails;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Policy;

public sealed class PolicyPageTests : ScreenContext
{
    private readonly RecordedMail _mail = new();

    public PolicyPageTests()
    {
        Services.AddSingleton<IMailSender>(_mail);
        Services.AddSingleton<PolicyReader>();
        Services.AddScoped<PolicyEditor>();
        Services.AddSingleton<RecentHistory>();
        Services.AddScoped<SimulationReader>();
        SignInAs(Role.Admin);
    }

    [Fact]
    public async Task The_page_describes_the_rules_and_their_simulation()
    {
        await BreakAsync("ana", "bea");
        var page = await OpenAsync();
        Assert.Contains("The policy is off", Switch(page), StringComparison.Ordinal);
        Assert.StartsWith(
            "At the earliest 1 hour after a break",
            page.Find(".policy-summary").TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(["6", "2", "3"], page.FindAll(".simulation-tiles dd").Select(d => d.TextContent));
        Assert.Equal(31, page.FindAll(".simulation-days li").Count);
        Assert.Contains(page.FindAll(".simulation-days li"), d => d.TextContent == "12 Nov: 2 messages");
        // It may be some minutes old.
        Assert.Equal(
            Now,
            DateTimeOffset.Parse(
                page.Find(".simulation-notes time").GetAttribute("datetime")!,
                CultureInfo.InvariantCulture
            )
        );
    }

    [Fact]
    public async Task The_simulation_follows_the_form()
    {
        await BreakAsync("ana");
        var page = await OpenAsync();
        await ClickAsync(page, "[aria-label='Remove message 3']");
        page.WaitForAssertion(() => Assert.Equal("2", page.Find(".simulation-tiles dd").TextContent));
        Assert.Contains(
            "again 3 days later",
            page.Find(".policy-summary").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Unsaved_rules_come_back_unless_someone_has_changed_them_since()
    {
        var page = await OpenAsync();
        var draft = page.FindComponent<KeptDraft<PolicyDraft>>();
        var current = draft.Instance.Value;
        var edited = current with { Form = PolicyForm.Of(SomeRules.AtAnyHour with { MaxPerWeek = 5 }) };
        // As the browser keeps it.
        var kept = JsonSerializer.Deserialize<PolicyDraft>(JsonSerializer.Serialize(edited))!;

        await page.InvokeAsync(() =>
            draft.Instance.OnFound.InvokeAsync(kept with { Version = current.Version + 1 })
        );
        Assert.False(page.FindComponent<UnsavedEdits>().Instance.IsChanged);

        await page.InvokeAsync(() => draft.Instance.OnFound.InvokeAsync(kept));
        Assert.True(page.FindComponent<UnsavedEdits>().Instance.IsChanged);
        Assert.True(page.FindComponent<PolicyFields>().Instance.Form.IsLike(edited.Form));
        Assert.Contains("Your unsaved changes are back.", page.Markup);
    }

    [Fact]
    public async Task Edited_rules_are_not_lost_without_a_question()
    {
        var page = await OpenAsync();
        Assert.False(page.FindComponent<UnsavedEdits>().Instance.IsChanged);

        await TypeAsync(page, "[aria-label='Day of message 2']", "4");
        Assert.True(page.FindComponent<UnsavedEdits>().Instance.IsChanged);

        await TypeAsync(page, "[aria-label='Day of message 2']", "3");
        Assert.False(page.FindComponent<UnsavedEdits>().Instance.IsChanged);
    }

    [Fact]
    public async Task An_invalid_field_is_marked_and_nothing_is_saved()
    {
        var page = await OpenAsync();
        await TypeAsync(page, "[aria-label='Day of message 2']", "9");
        Assert.Equal(
            "Each message must be later than the previous one.",
            page.Find("[role=alert]").TextContent
        );
        Assert.Equal("true", ButtonOf(page, "Save rules").GetAttribute("aria-disabled"));
        Assert.Contains("Correct the rules below first", Switch(page), StringComparison.Ordinal);
        await SaveAsync(page);
        Assert.Null(await SavedAsync());
    }

    [Fact]
    public async Task Saving_keeps_the_rules_and_leaves_the_policy_off()
    {
        var page = await OpenAsync();
        await TypeAsync(page, "[aria-label='Messages within 7 days']", "1");
        await PressAsync(page, "SatSaturday");
        await SaveAsync(page);
        page.WaitForAssertion(() => Assert.Equal("Saved.", page.Find("form [role=status]").TextContent));
        var saved = await SavedAsync();
        Assert.Equal(
            (1, SendingDays.Weekdays | SendingDays.Saturday, null),
            (saved!.MaxPerWeek, saved.Days, saved.OnSince)
        );
    }

    [Fact]
    public async Task Switching_on_asks_first_and_explains_the_effect()
    {
        await BreakAsync("ana", "bea");
        var page = await OpenAsync();
        await PressAsync(page, "Switch on…");
        var question = page.Find(".policy-question").TextContent;
        Assert.Contains("the 2 connections broken now are not e-mailed", question, StringComparison.Ordinal);
        Assert.Contains(
            "would have sent 6 messages to 2 people, at most 3 per person",
            question,
            StringComparison.Ordinal
        );
        Assert.Null(await SavedAsync());

        await PressAsync(page, "Yes, switch it on");
        page.WaitForAssertion(() =>
            Assert.Contains("The policy is on", Switch(page), StringComparison.Ordinal)
        );
        Assert.Equal(Now, (await SavedAsync())!.OnSince);
    }

    [Fact]
    public async Task The_question_is_asked_while_the_simulation_runs_and_the_answer_waits_for_it()
    {
        var slow = new GatedContexts(Database);
        Services.AddScoped(p => ActivatorUtilities.CreateInstance<SimulationReader>(p, slow));
        var page = Render<PolicyPage>();
        page.WaitForElement("[role=progressbar]");
        await PressAsync(page, "Switch on…");
        Assert.Contains("Wait until the simulation", Switch(page), StringComparison.Ordinal);
        await PressAsync(page, "Yes, switch it on");
        Assert.Null(await SavedAsync());

        slow.Open();
        page.WaitForElement(".simulation-tiles");
        await PressAsync(page, "Yes, switch it on");
        page.WaitForAssertion(() =>
            Assert.Contains("The policy is on", Switch(page), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Switching_on_can_be_cancelled()
    {
        var page = await OpenAsync();
        await PressAsync(page, "Switch on…");
        await PressAsync(page, "Keep it off");
        Assert.Empty(page.FindAll(".policy-question"));
        Assert.Null(await SavedAsync());
    }

    [Fact]
    public async Task Switching_off_asks_too_and_works_with_an_invalid_form()
    {
        await SaveAsOtherAsync(SomeRules.AtAnyHour, "Bea");
        var page = await OpenAsync();
        await TypeAsync(page, "[aria-label='Messages within 7 days']", "many");
        await PressAsync(page, "Switch off…");
        await PressAsync(page, "Yes, switch it off");
        page.WaitForAssertion(() =>
            Assert.Contains("The policy is off", Switch(page), StringComparison.Ordinal)
        );
        Assert.Matches(@"sent only manually\. Changed by \w+ ", Switch(page));
        Assert.Equal((null, 2), ((await SavedAsync())!.OnSince, (await SavedAsync())!.MaxPerWeek));
    }

    [Fact]
    public async Task A_conflict_names_the_other_admin_and_a_reload_shows_their_rules()
    {
        var page = await OpenAsync();
        await SaveAsOtherAsync(SomeRules.AtAnyHour with { MaxPerWeek = 5 }, "Bea");
        await SaveAsync(page);
        page.WaitForAssertion(() =>
            Assert.Contains(
                "Bea changed the policy just now",
                page.Find(".notice").TextContent,
                StringComparison.Ordinal
            )
        );
        await PressAsync(page, "Reload");
        page.WaitForAssertion(() =>
            Assert.Equal("5", page.Find("[aria-label='Messages within 7 days']").GetAttribute("value"))
        );
        Assert.Empty(page.FindAll(".notice"));
    }

    [Fact]
    public async Task A_warning_is_shown_in_pickup_mode()
    {
        _mail.ReachesPeople = false;
        var page = await OpenAsync();
        Assert.Contains(
            "saved as files, not sent",
            page.Find(".notice").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Reading_the_history_shows_progress_and_can_be_stopped()
    {
        var slow = new GatedContexts(Database);
        Services.AddScoped(p => ActivatorUtilities.CreateInstance<SimulationReader>(p, slow));
        var page = Render<PolicyPage>();
        page.WaitForElement("[role=progressbar]");
        await PressAsync(page, "Stop");
        page.WaitForAssertion(() =>
            Assert.Contains("The simulation was stopped", page.Markup, StringComparison.Ordinal)
        );
        slow.Open();
        await PressAsync(page, "Start it again");
        page.WaitForElement(".simulation-tiles");
    }

    private async Task<IRenderedComponent<PolicyPage>> OpenAsync()
    {
        await Task.Yield();
        var page = Render<PolicyPage>();
        page.WaitForElement(".simulation-tiles");
        return page;
    }

    /// <summary>Ten days ago a connection of each broke, and still is; all can be reached.</summary>
    private async Task BreakAsync(params string[] users)
    {
        await Database.EventsAsync([
            .. users.Select(u => BrokeAt(new(2026, 11, 12, 12, 0, 0, TimeSpan.Zero), u)),
        ]);
        await using var db = Database.CreateDbContext();
        foreach (var user in db.SnapTradeUsers)
        {
            user.SetContact(null, "somebody@mail.example", locale: null, Now);
            user.SetSecret("protected", Now);
        }
        await db.SaveChangesAsync(Token);
    }

    private async Task SaveAsOtherAsync(SendingRules rules, string name)
    {
        await using var db = Database.CreateDbContext();
        var policy = new EmailPolicy
        {
            OnSince = Now,
            UpdatedAt = Now,
            UpdatedBy = name,
        };
        policy.Take(rules);
        policy.NextVersion();
        db.Add(policy);
        await db.SaveChangesAsync(Token);
    }

    private async Task<EmailPolicy?> SavedAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.EmailPolicies.AsNoTracking().SingleOrDefaultAsync(Token);
    }

    // Figures load asynchronously, and must not render between finding an element and using it.
    private static Task ClickAsync(IRenderedComponent<PolicyPage> page, string selector) =>
        page.InvokeAsync(() => page.Find(selector).ClickAsync(new()));

    private static Task TypeAsync(IRenderedComponent<PolicyPage> page, string selector, string text) =>
        page.InvokeAsync(() => page.Find(selector).InputAsync(new() { Value = text }));

    private static Task SaveAsync(IRenderedComponent<PolicyPage> page) =>
        page.InvokeAsync(() => page.Find("form").SubmitAsync());

    private static Task PressAsync(IRenderedComponent<PolicyPage> page, string words) =>
        page.InvokeAsync(() => ButtonOf(page, words).ClickAsync(new()));

    private static IElement ButtonOf(IRenderedComponent<PolicyPage> page, string words) =>
        page.FindAll("button").Single(b => b.TextContent.Trim() == words);

    private static string Switch(IRenderedComponent<PolicyPage> page) =>
        page.Find(".policy-switch").TextContent;
}
