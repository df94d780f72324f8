using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Dashboard.Tests.Features.Account;

public sealed partial class ResetTests : AccountContext
{
    private const string Forgot = "/account/forgot";

    [Fact]
    public async Task A_link_by_mail_sets_a_new_password_once()
    {
        var link = await LinkAsync(Mia);
        using var elsewhere = new SignInBrowser(Host);
        await elsewhere.SignInAsync(Mia, DemoOperators.Password);
        LeadsTo("/account/sign-in?reset=true", await SetAsync(link, NewPassword));

        Assert.Contains("no longer works", await TextAsync(await Browser.GetAsync(link)));
        Host.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/operators-only")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Browser.SignInAsync(Mia, DemoOperators.Password)).StatusCode);
        LeadsTo("/", await Browser.SignInAsync(Mia, NewPassword));
        Assert.Single(await AuditAsync("reset password"));
    }

    [Fact]
    public async Task A_stale_write_can_not_restore_the_old_password()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var operators = scope.ServiceProvider.GetRequiredService<UserManager<Operator>>();
        var stale = (await operators.FindByEmailAsync(Mia))!;
        await SetAsync(await LinkAsync(Mia), NewPassword);

        Assert.False((await operators.UpdateAsync(stale)).Succeeded);
        LeadsTo("/", await Browser.SignInAsync(Mia, NewPassword));
    }

    [Fact]
    public async Task A_second_factor_stays_in_place()
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        await TurnOnAsync();
        await Browser.PostAsync("/account/sign-out", await Browser.TokenAsync("/account"));
        await SetAsync(await LinkAsync(Mia), NewPassword);
        LeadsTo("/account/sign-in/code", await Browser.SignInAsync(Mia, NewPassword));
    }

    [Fact]
    public async Task A_link_is_over_after_an_hour_and_a_forged_one_never_works()
    {
        var link = await LinkAsync(Mia);
        Host.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Contains("Set a new password", await TextAsync(await Browser.GetAsync(link)));
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("no longer works", await TextAsync(await Browser.GetAsync(link)));
        foreach (var token in new[] { "", "x", "CfDJ8AAAA" })
            Assert.Contains(
                "no longer works",
                await TextAsync(await Browser.GetAsync($"/account/reset?token={token}"))
            );
    }

    [Fact]
    public async Task A_guessable_password_is_refused_with_a_reason_and_the_link_stays_valid()
    {
        var link = await LinkAsync(Mia);
        Assert.Contains("common password", await AlertAsync(await SetAsync(link, "Password2026!!")));
        Assert.Contains("12", await AlertAsync(await SetAsync(link, "short")));
        LeadsTo("/account/sign-in?reset=true", await SetAsync(link, NewPassword));
    }

    [Fact]
    public async Task The_response_does_not_disclose_accounts_and_only_operators_get_mail()
    {
        await using (var db = Host.Database.CreateDbContext())
            await db
                .Users.Where(o => o.Email == Ana)
                .ExecuteUpdateAsync(s => s.SetProperty(o => o.DisabledAt, Host.Time.GetUtcNow()), Token);
        var answers = new List<string>();
        foreach (var email in new[] { "nobody@demo.example", Ana, new string('a', 300), Mia })
            answers.Add(await AskAsync(email));
        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Contains("If an account has this address", answers[0]);
        await Eventually.TrueAsync(() => Mails().Count == 1, "one mail was sent");
        Assert.Equal(Mia, ((MailboxAddress)Mails()[0].To[0]).Address);
        Assert.Equal(
            ["refused", "refused", "refused", "done"],
            (await AuditAsync("ask for a new password")).Select(a => a.Result)
        );
    }

    [Fact]
    public async Task One_inbox_gets_three_mails_an_hour_and_the_answer_stays_the_same()
    {
        var answers = new List<string>();
        for (var i = 0; i < 5; i++)
            answers.Add(await AskAsync(Mia));
        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        await Eventually.TrueAsync(() => Mails().Count == 3, "three mails were sent");
        Assert.Equal(3, (await AuditAsync("ask for a new password")).Count(a => a.Result == "done"));
    }

    [Fact]
    public async Task One_address_asks_so_often_a_minute()
    {
        await using var strict = await RoomsHost.StartAsync(("Access:SignInsPerMinute", "2"));
        using var visitor = new SignInBrowser(strict);
        for (var i = 0; i < 2; i++)
            await SendAsync(visitor, Forgot, "forgot", ("Input.Email", $"nobody-{i}@demo.example"));
        var third = await SendAsync(visitor, Forgot, "forgot", ("Input.Email", "nobody@demo.example"));
        Assert.Contains("Wait a minute", await AlertAsync(third));
    }

    private async Task<string> AskAsync(string email)
    {
        var page = await TextAsync(await SendAsync(Forgot, "forgot", ("Input.Email", email)));
        return page[page.IndexOf("<h1", StringComparison.Ordinal)..];
    }

    private async Task<string> LinkAsync(string email)
    {
        await AskAsync(email);
        await Eventually.TrueAsync(() => Mails().Count > 0, "the mail was sent");
        return Link().Match(Mails()[^1].TextBody ?? "").Value;
    }

    private Task<HttpResponseMessage> SetAsync(string link, string password) =>
        SendAsync(link, "reset", ("Input.Password", password));

    private List<MimeMessage> Mails() =>
        Directory.Exists(Host.Database.MailFolder)
            ?
            [
                .. Directory
                    .GetFiles(Host.Database.MailFolder, "*.eml")
                    .Order()
                    .Select(f => MimeMessage.Load(f)),
            ]
            : [];

    [GeneratedRegex(@"/account/reset\?token=\S+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
