using System.Net;
using Dashboard.Access;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Account;

public sealed class SignInTests : RoomsContext
{
    private const string Mia = "support@demo.example";
    private const string WrongPassword = "not what Mia types";

    protected override (string Key, string? Value)[] Settings => [("Access:SignInsPerMinute", "10")];

    [Fact]
    public async Task An_operator_signs_in_and_is_redirected_to_the_requested_page()
    {
        var answer = await Browser.SignInAsync(
            Mia,
            DemoOperators.Password,
            "?returnUrl=%2Foperators-only%3Fx%3D1"
        );
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/operators-only?x=1", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await Browser.GetAsync("/operators-only")).StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("dashboard="));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var account = await (await Browser.GetAsync("/account")).Content.ReadAsStringAsync(Token);
        Assert.Contains("Mia Santos", account);
        Assert.Contains("Support", account);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_never_leads_off_the_site(string returnUrl)
    {
        var answer = await Browser.SignInAsync(
            Mia,
            DemoOperators.Password,
            $"?returnUrl={Uri.EscapeDataString(returnUrl)}"
        );
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var target = new Uri(Host.Address, answer.Headers.Location!);
        Assert.Equal(new Uri(Host.Address, "/"), target);
    }

    [Fact]
    public async Task A_wrong_password_a_locked_account_and_an_unknown_name_read_the_same()
    {
        var unknown = await AlertAsync("nobody@demo.example", WrongPassword);
        Assert.Contains("address or the password is wrong", unknown);
        Assert.Contains("locked for 10 minutes", unknown);
        for (var i = 0; i < 6; i++)
            Assert.Equal(unknown, await AlertAsync(Mia, WrongPassword));
    }

    [Theory]
    [InlineData(257, 20)]
    [InlineData(20, 1001)]
    public async Task Too_long_input_is_refused_before_it_is_stored(int email, int password)
    {
        for (var i = 0; i < 11; i++)
            Assert.Contains(
                "password is wrong",
                await AlertAsync(new string('a', email), new string('b', password))
            );
        await using var db = Host.Database.CreateDbContext();
        Assert.Empty(await db.AuditEntries.ToListAsync(Token));
    }

    [Fact]
    public async Task A_form_larger_than_what_may_be_typed_is_not_read()
    {
        var answer = await Browser.SignInAsync(Mia, new string('b', 20_000));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_locked_account_refuses_even_the_right_password_until_the_lock_ends()
    {
        for (var i = 0; i < 5; i++)
            await AlertAsync(Mia, WrongPassword);
        Assert.Contains("locked for 10 minutes", await AlertAsync(Mia, DemoOperators.Password));
        await using var db = Host.Database.CreateDbContext();
        var locked = await db.Users.SingleAsync(o => o.Email == Mia, Token);
        Assert.NotNull(locked.LockoutEnd);
        locked.LockoutEnd = Host.Time.GetUtcNow().AddYears(-1);
        await db.SaveChangesAsync(Token);
        var answer = await Browser.SignInAsync(Mia, DemoOperators.Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(15, false)]
    [InlineData(60 * 24 * 365, true)]
    public async Task A_lock_of_a_clock_that_was_in_the_future_has_run_out(int minutes, bool isOver)
    {
        await using (var db = Host.Database.CreateDbContext())
        {
            var mia = await db.Users.SingleAsync(o => o.Email == Mia, Token);
            mia.LockoutEnd = Host.Time.GetUtcNow().AddMinutes(minutes);
            mia.AccessFailedCount = 5;
            await db.SaveChangesAsync(Token);
        }
        var answer = await Browser.SignInAsync(Mia, DemoOperators.Password);
        Assert.Equal(isOver ? HttpStatusCode.Redirect : HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task One_address_has_ten_tries_a_minute()
    {
        for (var i = 0; i < 10; i++)
            await AlertAsync($"nobody-{i}@demo.example", WrongPassword);
        Assert.Contains("Wait a minute", await AlertAsync(Mia, DemoOperators.Password));
        var answer = await Browser.SignInAsync(Mia, DemoOperators.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Signing_in_failing_and_signing_out_are_on_the_audit_trail()
    {
        await AlertAsync("nobody@demo.example", WrongPassword);
        await AlertAsync(Mia, WrongPassword);
        await Browser.SignInAsync(Mia, DemoOperators.Password);
        await Browser.PostAsync("/account/sign-out", await Browser.TokenAsync("/account"));
        await using var db = Host.Database.CreateDbContext();
        var entries = await db.AuditEntries.OrderBy(a => a.Id).ToListAsync(Token);
        Assert.Equal(
            [
                ("somebody unknown", "-", "sign in", "refused"),
                ("Mia Santos", "Support", "sign in", "refused"),
                ("Mia Santos", "Support", "sign in", "done"),
                ("Mia Santos", "Support", "sign out", "done"),
            ],
            entries.Select(e => (e.Actor, e.ActorRole, e.Action, e.Result))
        );
        Assert.All(entries, e => Assert.Equal("127.0.0.1", e.Address));
        var mia = await db.Users.SingleAsync(o => o.Email == Mia, Token);
        Assert.Equal(Host.Time.GetUtcNow(), mia.LastSignInAt);
    }

    [Fact]
    public async Task Wrong_passwords_at_one_moment_are_each_refused_and_recorded()
    {
        using var other = new SignInBrowser(Host);
        await AlertAsync(Mia, WrongPassword);
        var answers = await Task.WhenAll(
            Browser.SignInAsync(Mia, WrongPassword),
            other.SignInAsync(Mia, WrongPassword)
        );
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await using var db = Host.Database.CreateDbContext();
        Assert.Equal(3, await db.AuditEntries.CountAsync(Token));
    }

    [Fact]
    public async Task Under_simulated_data_the_page_offers_each_role_with_a_plain_form()
    {
        var page = await PageAsync();
        foreach (var demo in DemoOperators.All)
            Assert.Contains($"value=\"{demo.Email}\"", page);
    }

    [Fact]
    public async Task With_real_data_the_page_offers_no_demo_operators()
    {
        await using var live = await RoomsHost.StartAsync(("SnapTrade:Mode", "Live"));
        using var visitor = new SignInBrowser(live);
        var page = await (await visitor.GetAsync("/account/sign-in")).Content.ReadAsStringAsync(Token);
        Assert.Contains("Sign in", page, StringComparison.Ordinal);
        foreach (var demo in DemoOperators.All)
            Assert.DoesNotContain(demo.Email, page, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string> PageAsync() =>
        await (await Browser.GetAsync("/account/sign-in")).Content.ReadAsStringAsync(Token);

    private async Task<string> AlertAsync(string email, string password)
    {
        var answer = await Browser.SignInAsync(email, password);
        var page = await answer.Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain(
            password == DemoOperators.Password ? "\0" : password,
            page,
            StringComparison.Ordinal
        );
        var start = page.IndexOf("role=\"alert\">", StringComparison.Ordinal);
        Assert.True(start > 0, page);
        return page[start..page.IndexOf("</div>", start, StringComparison.Ordinal)];
    }
}
