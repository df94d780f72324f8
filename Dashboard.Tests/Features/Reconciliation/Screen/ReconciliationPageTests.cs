using Bunit;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Features.Reconciliation;
using Dashboard.Features.Reconciliation.Drifting;
using Dashboard.Features.Reconciliation.Screen;
using Dashboard.Features.Reconciliation.Sweep;
using Dashboard.Features.Users.Person;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Features.Reconciliation.Screen;

public sealed class ReconciliationPageTests : ScreenContext
{
    private readonly FakeSnapTradeClient _snapTrade;

    public ReconciliationPageTests()
    {
        _snapTrade = new FakeSnapTradeClient(Clock);
        Services.AddSingleton<ISnapTradeClient>(_snapTrade);
        Services.AddSingleton(Database.Log);
        Services.AddSingleton(new UserSecrets(new EphemeralDataProtectionProvider()));
        Services.AddSingleton(Options.Create(new SnapTradeOptions()));
        Services.AddSingleton<SnapTradeRateBudget>();
        Services.AddSingleton<WorkLeases>();
        Services.AddSingleton<SecretRefusals>();
        Services.AddSingleton<UserChecker>();
        Services.AddSingleton<SweepPasses>();
        Services.AddSingleton<SweepProgress>();
        Services.AddSingleton<SweepRound>();
        Services.AddSingleton<SweepRunner>();
        Services.AddSingleton<DriftReader>();
        Services.AddSingleton<SweepWatch>();
        Services.AddScoped<SweepCommands>();
        Services.AddScoped<IUserChecks, UserChecks>();
        Services.AddScoped<ReconciliationQueries>();
        Services.AddSingleton(Options.Create(new ReconciliationOptions()));
    }

    [Fact]
    public void Before_the_first_pass_the_page_says_when_it_comes()
    {
        var page = Render<ReconciliationPage>();

        page.WaitForAssertion(() => Assert.Contains("Unknown: no full check yet.", page.Markup));
        Assert.DoesNotContain("agree", page.Markup);
        Assert.DoesNotContain("Check all users", page.Markup);
    }

    [Fact]
    public async Task A_pass_is_ticked_only_when_it_reached_all_its_users()
    {
        await UsersAsync(3);
        _snapTrade.ListFailures["u1"] = new(SnapTradeErrorKind.ServerError, "500");
        await PassAsync();
        var page = Render<ReconciliationPage>();

        page.WaitForAssertion(() =>
            Assert.Equal(
                "The dashboard and SnapTrade agree on all connections of 2 users; unknown for 1 user.",
                Sentence(page)
            )
        );
        Assert.NotEmpty(page.FindAll(".verdict .state-mark.wait"));

        _snapTrade.ListFailures.Clear();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await PassAsync();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".verdict .state-mark.ok")));
        Assert.Equal("The dashboard and SnapTrade agree on all connections of 3 users.", Sentence(page));
    }

    [Fact]
    public async Task A_pass_without_users_agrees_with_nothing()
    {
        await PassAsync();
        var page = Render<ReconciliationPage>();

        page.WaitForAssertion(() => Assert.Equal("Unknown: there was no user to check.", Sentence(page)));
        Assert.Equal("no user was checked", page.Find(".s-found").TextContent);
    }

    [Fact]
    public async Task An_admin_starts_pauses_and_continues_a_pass_and_all_of_it_is_audited()
    {
        await UsersAsync(60);
        SignInAs(Role.Admin);
        var page = Render<ReconciliationPage>();

        await page.WaitForElement(".head-actions .btn").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("Starting…", page.Find(".pass-now").TextContent));
        Assert.True(page.Find(".head-actions .btn").HasAttribute("disabled"));
        await RoundAsync();
        page.WaitForAssertion(() => Assert.Contains("20 of 60 users", page.Find(".pass-now").TextContent));
        Assert.Contains("200 users a minute, done at about 14:02", page.Find(".pass-now").TextContent);

        await page.Find(".pass .btn").ClickAsync();
        page.WaitForAssertion(() =>
            Assert.Contains("Paused by Test person", page.Find(".pass-now").TextContent)
        );
        await page.Find(".pass .btn").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("Pause", page.Find(".pass .btn").TextContent));
        while (await RoundAsync()) { }
        page.WaitForAssertion(() =>
            Assert.Contains("Last full check finished", page.Find(".verdict").TextContent)
        );

        await using var db = Database.CreateDbContext();
        Assert.Equal(
            [AuditActions.StartPass, AuditActions.PausePass, AuditActions.ContinuePass],
            (await db.AuditEntries.OrderBy(e => e.Number).ToListAsync(Token)).Select(e => e.Action)
        );
    }

    [Fact]
    public async Task What_a_pass_found_is_listed_with_what_became_of_its_webhook()
    {
        await UsersAsync(1);
        await Database.EventsAsync(BrokeAt(Now.AddDays(-1), "c"));
        await PassAsync();
        _snapTrade.Lists["user of c"] = [new BrokerageAuthorization { Id = "c" }];
        await GiveSecretAsync("user of c");
        await LookedAtAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await PassAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));

        var page = Render<ReconciliationPage>();

        page.WaitForAssertion(() => Assert.Contains("Missed repair", page.Markup));
        Assert.Contains("No webhook so far", page.Markup);
        Assert.Contains("1 missed repair", page.Find(".s-found").TextContent);
        page.WaitForAssertion(() =>
            Assert.Equal("1 difference found and corrected among 2 users: 1 missed repair.", Sentence(page))
        );
        Assert.Equal("/connections/c", page.Find(".sweep-table a").GetAttribute("href"));
    }

    [Fact]
    public async Task Support_checks_one_user_and_reads_what_came_of_it()
    {
        await UsersAsync(1);
        _snapTrade.Lists["u0"] = [new BrokerageAuthorization { Id = "c", Disabled = true }];
        var page = Render<ReconciliationPage>();
        await page.WaitForElement(".check-form input").ChangeAsync("u0");

        await page.Find(".check-form").SubmitAsync();

        page.WaitForAssertion(() =>
            Assert.Contains("1 connection; 1 difference corrected", page.Find(".check-said").TextContent)
        );
        await page.Find(".check-form input").ChangeAsync("nobody");
        await page.Find(".check-form").SubmitAsync();
        page.WaitForAssertion(() =>
            Assert.Contains("There is no such user", page.Find(".check-said").TextContent)
        );
        Assert.Empty(page.FindAll(".check-form .mud-select"));
    }

    [Theory]
    [InlineData(" ", "Enter a user’s id")]
    [InlineData("u\u200b0", "can’t contain a zero-width space (U+200B)")]
    [InlineData("u\u00010", "can’t contain a control character (U+0001)")]
    public async Task What_can_not_be_a_users_id_is_refused_with_the_reason(string typed, string reason)
    {
        var page = Render<ReconciliationPage>();
        await page.WaitForElement(".check-form input").ChangeAsync(typed);

        await page.Find(".check-form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains(reason, page.Find(".check-said").TextContent));
        Assert.Empty(_snapTrade.ListsAsked);
    }

    [Fact]
    public async Task Users_who_can_not_be_asked_about_are_counted_with_what_to_do()
    {
        await Database.EventsAsync(BrokeAt(Now.AddDays(-1), "c"));
        var page = Render<ReconciliationPage>();

        page.WaitForAssertion(() => Assert.Contains("User secret missing", page.Markup));
        Assert.Contains("PUT /api/v1/users/{userId}", page.Markup);
    }

    [Fact]
    public async Task Lost_webhooks_are_shown_to_admins_only_on_every_page()
    {
        await LoseAsync(3);
        var asSupport = Render<DriftBanner>();
        SignInAs(Role.Admin);
        var banner = Render<DriftBanner>();
        Assert.Empty(banner.Markup.Trim());

        await Services.GetRequiredService<SweepWatch>().ReadAsync(Token);

        banner.WaitForAssertion(() => Assert.Contains("Webhooks are missing", banner.Markup));
        Assert.Contains("3 changes that no webhook reported", banner.Markup);
        Assert.Empty(asSupport.Markup.Trim());
        var page = Render<ReconciliationPage>();
        page.WaitForAssertion(() =>
            Assert.Contains("Webhooks are missing.", page.Find(".drift").TextContent)
        );
    }

    [Fact]
    public async Task While_SnapTrade_can_not_be_reached_nothing_is_said_to_agree()
    {
        await UsersAsync(1);
        await PassAsync();
        var page = Render<ReconciliationPage>();
        page.WaitForAssertion(() => Assert.Contains("agree", Sentence(page)));

        _snapTrade.ListFailures["u0"] = new(SnapTradeErrorKind.Unreachable, "no answer");
        Clock.Advance(TimeSpan.FromMinutes(1));
        var passes = Services.GetRequiredService<SweepPasses>();
        await passes.BeginAsync(brokerageId: null, by: null, alongside: null, Token);
        await RoundAsync();

        page.WaitForAssertion(() => Assert.Equal("Unknown: no user can be checked now.", Sentence(page)));
        Assert.Contains("SnapTrade can’t be reached.", page.Find(".verdict").TextContent);
        Assert.DoesNotContain("agree", page.Markup);
    }

    private static string Sentence(IRenderedComponent<ReconciliationPage> page) =>
        page.Find(".verdict-sentence").TextContent;

    private async Task LoseAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await UserAsync($"lost{i}");
            _snapTrade.Lists[$"lost{i}"] = [new BrokerageAuthorization { Id = $"c{i}" }];
        }
        await LookedAtAsync();
        await PassAsync();
        Clock.Advance(TimeSpan.FromMinutes(6));
    }

    private async Task PassAsync()
    {
        var passes = Services.GetRequiredService<SweepPasses>();
        Assert.True(await passes.BeginAsync(brokerageId: null, by: null, alongside: null, Token));
        while (await RoundAsync()) { }
    }

    private async Task<bool> RoundAsync()
    {
        var runner = Services.GetRequiredService<SweepRunner>();
        var lease = new Lease(Services.GetRequiredService<WorkLeases>(), runner.Name, runner.OnOneNode);
        var more = await runner.RunRoundAsync(lease, Token);
        await Services.GetRequiredService<SweepWatch>().ReadAsync(Token);
        return more;
    }

    private async Task UsersAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await UserAsync($"u{i}");
    }

    private async Task UserAsync(string id)
    {
        _snapTrade.Lists[id] = [];
        await using (var db = Database.CreateDbContext())
        {
            db.Add(SnapTradeUser.Create(id, Now));
            await db.SaveChangesAsync(Token);
        }
        await GiveSecretAsync(id);
    }

    private async Task GiveSecretAsync(string id)
    {
        await using var db = Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == id, Token);
        user.SetSecret(Services.GetRequiredService<UserSecrets>().Protect("secret"), Now);
        user.NextVersion();
        await db.SaveChangesAsync(Token);
    }

    private async Task LookedAtAsync()
    {
        await using var db = Database.CreateDbContext();
        var before = Now.AddDays(-1);
        await db.SnapTradeUsers.ExecuteUpdateAsync(
            s => s.SetProperty(u => u.CheckedAt, before).SetProperty(u => u.CheckTriedAt, before),
            Token
        );
    }
}
