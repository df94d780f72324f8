using System.Net;
using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Account;

public sealed class SecondStepTests : AccountContext
{
    private const string Step = "/account/sign-in/code";

    [Fact]
    public async Task With_an_authenticator_a_password_requires_the_code()
    {
        var app = await HaveAuthenticatorAsync();
        LeadsTo($"{Step}?returnUrl=%2Foperators-only", await PasswordAsync("?returnUrl=%2Foperators-only"));
        Assert.Equal(HttpStatusCode.Redirect, (await Browser.GetAsync("/operators-only")).StatusCode);
        var query = $"{Step}?returnUrl=%2Foperators-only";
        LeadsTo("/operators-only", await SendAsync(query, "code", ("Input.Code", app.NextCode())));
        Assert.Equal(HttpStatusCode.OK, (await Browser.GetAsync("/operators-only")).StatusCode);
        Assert.Equal("password and code", (await SessionMethodsAsync())[^1]);
    }

    [Fact]
    public async Task A_pasted_code_may_bring_blanks_hyphens_and_invisible_characters_along()
    {
        var app = await HaveAuthenticatorAsync();
        await PasswordAsync();
        var typed = string.Join(" -\u200b", app.NextCode().ToCharArray());
        Assert.InRange(typed.Length, 10, InputLimits.OneTimeCode);
        Assert.Contains(
            $"maxlength=\"{InputLimits.OneTimeCode}\"",
            await (await Browser.GetAsync(Step)).Content.ReadAsStringAsync(Token)
        );
        LeadsTo("/", await SendAsync(Step, "code", ("Input.Code", typed)));
    }

    [Fact]
    public async Task A_code_works_once_and_not_in_another_session_either()
    {
        var app = await HaveAuthenticatorAsync();
        using var other = new SignInBrowser(Host);
        await PasswordAsync();
        await other.SignInAsync(Mia, DemoOperators.Password);
        var code = app.NextCode();
        LeadsTo("/", await SendAsync(Step, "code", ("Input.Code", code)));
        var replayed = await SendAsync(other, Step, "code", ("Input.Code", code));
        Assert.Contains("used before", await AlertAsync(replayed));
        Assert.Equal("refused, wrong code", (await AuditAsync("sign in"))[^1].Result);
    }

    [Fact]
    public async Task A_code_used_twice_at_the_same_time_works_once()
    {
        var app = await HaveAuthenticatorAsync();
        using var other = new SignInBrowser(Host);
        await PasswordAsync();
        await other.SignInAsync(Mia, DemoOperators.Password);
        var code = app.NextCode();
        var answers = await Task.WhenAll(
            SendAsync(Step, "code", ("Input.Code", code)),
            SendAsync(other, Step, "code", ("Input.Code", code))
        );
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_recovery_code_lets_in_once_and_is_gone()
    {
        var app = await HaveAuthenticatorAsync();
        await PasswordAsync();
        LeadsTo("/", await SendAsync(Step, "recovery", ("Input.RecoveryCode", app.RecoveryCodes[3])));
        Assert.Contains("9 recovery codes are left", await TextAsync(await Browser.GetAsync("/account")));
        Assert.Single(await AuditAsync("use recovery code"));
        using var other = new SignInBrowser(Host);
        await other.SignInAsync(Mia, DemoOperators.Password);
        var again = await SendAsync(other, Step, "recovery", ("Input.RecoveryCode", app.RecoveryCodes[3]));
        Assert.Contains("used before", await AlertAsync(again));
    }

    [Fact]
    public async Task Wrong_codes_lock_like_wrong_passwords_and_a_right_password_between_does_not_help()
    {
        var app = await HaveAuthenticatorAsync();
        for (var i = 0; i < 5; i++)
        {
            await PasswordAsync();
            await AlertAsync(await SendAsync(Step, "code", ("Input.Code", "000000")));
        }
        var right = await SendAsync(Step, "code", ("Input.Code", app.NextCode()));
        Assert.Contains("locked for 10 minutes", await AlertAsync(right));
        Assert.Contains("locked for 10 minutes", await AlertAsync(await PasswordAsync()));
        Host.Time.Advance(TimeSpan.FromMinutes(10));
        LeadsTo(Step, await PasswordAsync());
    }

    [Fact]
    public async Task The_second_step_is_over_after_ten_minutes_or_when_the_password_changes()
    {
        var app = await HaveAuthenticatorAsync();
        await PasswordAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Contains("Start again", await TextAsync(await Browser.GetAsync(Step)));
        await PasswordAsync();
        await using var db = Host.Database.CreateDbContext();
        await db
            .Users.Where(o => o.Email == Mia)
            .ExecuteUpdateAsync(s => s.SetProperty(o => o.SecurityStamp, "another"), Token);
        Assert.Contains("Start again", await TextAsync(await Browser.GetAsync(Step)));
        Assert.Equal(6, app.Code().Length);
    }

    [Fact]
    public async Task Neither_the_key_nor_a_recovery_code_is_in_the_database()
    {
        var app = await HaveAuthenticatorAsync();
        await using var db = Host.Database.CreateDbContext();
        var stored = await db.UserTokens.Select(t => t.Name + t.Value).ToListAsync(Token);
        Assert.DoesNotContain(stored, t => app.RecoveryCodes.Exists(c => t.Contains(c)));
        Assert.Equal(12, stored.Count);
    }

    [Fact]
    public async Task Turning_it_off_requires_proof_and_removes_the_recovery_codes()
    {
        var app = await HaveAuthenticatorAsync();
        await PasswordAsync();
        await SendAsync(Step, "code", ("Input.Code", app.NextCode()));
        var wrong = await SendAsync("/account", "authenticator-off", ("Input.Answer", "not Mia's password"));
        Assert.Contains("That is wrong", await AlertAsync(wrong));
        LeadsTo(
            "/account?done=authenticator-off",
            await SendAsync("/account", "authenticator-off", ("Input.Answer", app.NextCode()))
        );
        await using var db = Host.Database.CreateDbContext();
        Assert.Empty(await db.UserTokens.ToListAsync(Token));
        Assert.False((await OperatorAsync(Mia)).TwoFactorEnabled);
        Assert.Single(await AuditAsync("turn off authenticator"));
    }

    [Fact]
    public async Task After_15_minutes_a_change_requires_authentication()
    {
        await PasswordAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(16));
        LeadsTo(
            "/account/confirm?returnUrl=%2Faccount%2Fsecond-factor",
            await Browser.GetAsync("/account/second-factor")
        );
        const string Confirm = "/account/confirm?returnUrl=%2Faccount%2Fsecond-factor";
        await AlertAsync(await SendAsync(Confirm, "confirm", ("Input.Answer", "not Mia's password")));
        LeadsTo(
            "/account/second-factor",
            await SendAsync(Confirm, "confirm", ("Input.Answer", DemoOperators.Password))
        );
        Assert.Equal(HttpStatusCode.OK, (await Browser.GetAsync("/account/second-factor")).StatusCode);
    }

    [Fact]
    public async Task A_wrong_code_does_not_turn_it_on()
    {
        await PasswordAsync();
        var answer = await SendAsync("/account/second-factor", "authenticator", ("Input.Code", "123456"));
        Assert.Contains("does not match", await AlertAsync(answer));
        Assert.False((await OperatorAsync(Mia)).TwoFactorEnabled);
    }

    private async Task<Authenticator> HaveAuthenticatorAsync()
    {
        await PasswordAsync();
        var app = await TurnOnAsync();
        await Browser.PostAsync("/account/sign-out", await Browser.TokenAsync("/account"));
        Host.Time.Advance(TimeSpan.FromMinutes(2));
        return app;
    }

    private Task<HttpResponseMessage> PasswordAsync(string query = "") =>
        Browser.SignInAsync(Mia, DemoOperators.Password, query);

    private async Task<List<string>> SessionMethodsAsync()
    {
        await using var db = Host.Database.CreateDbContext();
        return (await db.OperatorSessions.ToListAsync(Token))
            .OrderBy(s => s.StartedAt)
            .Select(s => s.Method)
            .ToList();
    }
}
