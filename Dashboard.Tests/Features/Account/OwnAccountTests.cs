using System.Net;
using Dashboard.Access;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Account;

public sealed class OwnAccountTests : AccountContext
{
    private const string Page = "/account";

    [Fact]
    public async Task A_profile_is_changed_at_once_confirmed_in_words_and_audited()
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        var answer = await SendAsync(
            Page,
            "profile",
            ("Input.Name", " Mia Übermut "),
            ("Input.TimeZone", "America/New_York")
        );
        LeadsTo("/account?done=profile", answer);
        var page = await TextAsync(await Browser.GetAsync("/account?done=profile"));
        Assert.Contains("Your profile is saved", page);
        Assert.Contains("signed in as <b><bdi>Mia Übermut</bdi></b>", page);
        Assert.Contains("(UTC-05:00)", page);
        var entry = Assert.Single(await AuditAsync("change profile"));
        Assert.Contains("Mia Santos", entry.Before);
        Assert.Contains("America/New_York", entry.After);
    }

    [Theory]
    [InlineData("", "Europe/Berlin", "Enter a name")]
    [InlineData("Mia\u0007", "Europe/Berlin", "Enter a name")]
    [InlineData("Mia", "Mars/Olympus", "Choose a time zone")]
    public async Task What_can_not_be_is_refused_with_what_to_do(string name, string zone, string words)
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        var answer = await SendAsync(Page, "profile", ("Input.Name", name), ("Input.TimeZone", zone));
        Assert.Contains(words, await AlertAsync(answer));
        Assert.Empty(await AuditAsync("change profile"));
    }

    [Fact]
    public async Task A_changed_password_ends_all_other_sessions_and_keeps_this_one()
    {
        using var elsewhere = new SignInBrowser(Host);
        await elsewhere.SignInAsync(Mia, DemoOperators.Password);
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        LeadsTo("/account?done=password", await ChangeAsync(DemoOperators.Password, NewPassword));
        Host.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/operators-only")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Browser.GetAsync("/operators-only")).StatusCode);
        LeadsTo("/", await elsewhere.SignInAsync(Mia, NewPassword));
    }

    [Theory]
    [InlineData("not Mia's password", NewPassword, "current password is wrong")]
    [InlineData(DemoOperators.Password, DemoOperators.Password, "your current password")]
    [InlineData(DemoOperators.Password, "MiaSantos2026", "consists of your name")]
    [InlineData(DemoOperators.Password, "short", "12")]
    public async Task A_password_is_changed_with_the_current_password(string old, string wanted, string words)
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        Assert.Contains(words, await AlertAsync(await ChangeAsync(old, wanted)));
        LeadsTo("/account?done=password", await ChangeAsync(DemoOperators.Password, NewPassword));
    }

    [Fact]
    public async Task An_open_session_allows_five_wrong_passwords()
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        for (var i = 0; i < 5; i++)
            await ChangeAsync("not Mia's password", NewPassword);
        Assert.Contains("locked", await AlertAsync(await ChangeAsync(DemoOperators.Password, NewPassword)));
        Assert.Equal(6, (await AuditAsync("change password")).Count);
    }

    [Fact]
    public async Task A_thousand_guesses_at_one_moment_are_five()
    {
        var browsers = Enumerable.Range(0, 12).Select(_ => new SignInBrowser(Host)).ToList();
        await Task.WhenAll(browsers.Select(b => b.SignInAsync(Mia, "not what Mia types")));
        browsers.ForEach(b => b.Dispose());
        var mia = await OperatorAsync(Mia);
        Assert.Equal(5, mia.AccessFailedCount);
        Assert.Equal(Host.Time.GetUtcNow().AddMinutes(10), mia.LockoutEnd);
        Assert.Equal(12, (await AuditAsync("sign in")).Count);
    }

    [Fact]
    public async Task One_session_is_ended_from_another_and_all_others_at_once()
    {
        using var phone = new SignInBrowser(Host);
        using var tablet = new SignInBrowser(Host);
        await phone.SignInAsync(Mia, DemoOperators.Password);
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await tablet.SignInAsync(Mia, DemoOperators.Password);
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        Assert.Contains("This device", await TextAsync(await Browser.GetAsync(Page)));
        await using (var db = Host.Database.CreateDbContext())
        {
            var first = (await db.OperatorSessions.ToListAsync(Token)).MinBy(s => s.StartedAt)!.Id;
            LeadsTo("/account?done=session-ended", await SendAsync(Page, $"end-{first}"));
        }
        Host.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Redirect, (await phone.GetAsync("/operators-only")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await tablet.GetAsync("/operators-only")).StatusCode);
        LeadsTo("/account?done=others-ended", await SendAsync(Page, "end-others"));
        Host.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Redirect, (await tablet.GetAsync("/operators-only")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Browser.GetAsync("/operators-only")).StatusCode);
    }

    [Theory]
    [InlineData("/account/passkeys/use-options")]
    [InlineData("/account/passkeys/new-options")]
    public async Task The_passkey_dialogs_are_for_our_own_pages(string path)
    {
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        Assert.Equal(HttpStatusCode.BadRequest, (await Browser.PostAsync(path, "forged")).StatusCode);
        var answer = await Browser.PostAsync(path, await Browser.TokenAsync(Page));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("challenge", await TextAsync(answer));
        Assert.Contains(
            answer.Headers.GetValues("Set-Cookie"),
            c => c.StartsWith("dashboard-passkey=") && c.Contains("httponly") && c.Contains("samesite=strict")
        );
    }

    [Fact]
    public async Task A_forged_passkey_is_refused_and_recorded()
    {
        await Browser.PostAsync(
            "/account/passkeys/use-options",
            await Browser.TokenAsync("/account/sign-in")
        );
        foreach (var credential in new[] { "", "{}", "not json", """{"id":"AAAA","type":"public-key"}""" })
        {
            var answer = await SendAsync("/account/sign-in", "passkey", ("Credential", credential));
            Assert.Contains("No account here uses this passkey", await AlertAsync(answer));
        }
        Assert.Equal(4, (await AuditAsync("sign in")).Count(a => a.Result == "refused"));
    }

    private Task<HttpResponseMessage> ChangeAsync(string old, string wanted) =>
        SendAsync(Page, "password", ("Input.Current", old), ("Input.New", wanted));
}
