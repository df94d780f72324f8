using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Access.Oidc;

[Collection(SsoCollection.Name)]
public sealed partial class OidcSignInTests(SharedSso shared)
{
    private const string LocalPassword = "lamp over the quiet harbour";
    private const string Admins = "dash-admins";
    private SsoHost Host => shared.Host;

    [Theory]
    [InlineData("dash-support", Role.Support)]
    [InlineData("DASH-ADMINS", Role.Admin)]
    [InlineData("dash-managers", Role.Manager)]
    public async Task The_claim_decides_on_the_role_of_a_new_operator(string group, Role expected)
    {
        var person = Host.Meet("everybody", group);
        using var browser = new SsoBrowser();

        var (address, status, body) = await Host.SignInAsync(browser, person.Subject);

        Assert.Equal((HttpStatusCode.OK, "/account"), (status, address.AbsolutePath));
        Assert.Contains(person.Name, body, StringComparison.Ordinal);
        var made = await Host.FindAsync(person.Email!);
        Assert.Equal((expected, null), (made!.Role, made.PasswordHash));
        Assert.NotNull(made.LastSignInAt);
        Assert.Equal(["add operator", "sign in"], (await Host.TrailAsync(person)).Select(a => a.Action));
    }

    [Fact]
    public async Task The_role_follows_the_authority_at_each_sign_in_with_an_audit_entry()
    {
        var person = Host.Meet(Admins);
        using (var first = new SsoBrowser())
            await Host.SignInAsync(first, person.Subject);
        Host.Authority.People[person.Subject] = person with
        {
            Roles = ["dash-managers"],
            Email = "n@acme.example",
        };
        using var second = new SsoBrowser();

        await Host.SignInAsync(second, person.Subject);

        Assert.Equal(Role.Manager, (await Host.FindAsync(person.Email!))!.Role);
        var change = Assert.Single(await Host.TrailAsync(person), a => a.Action == "change role");
        Assert.Equal(("""{"role":"Admin"}""", """{"role":"Manager"}"""), (change.Before, change.After));
    }

    [Fact]
    public async Task A_person_without_a_role_is_refused_and_recorded()
    {
        var person = Host.Meet("2", "Admin");
        using var browser = new SsoBrowser();

        var (address, status, body) = await Host.SignInAsync(browser, person.Subject);

        Assert.Equal((HttpStatusCode.OK, "?reason=NoRole"), (status, address.Query));
        Assert.Contains("You have no role in this dashboard", body, StringComparison.Ordinal);
        Assert.Null(await Host.FindAsync(person.Email!));
        var entry = Assert.Single(await Host.TrailAsync(person));
        Assert.Equal(("sign in", "refused, no role for it"), (entry.Action, entry.Result));
        Assert.Equal("""{"claim":"roles","values":["2","Admin"]}""", entry.After);
        Assert.False(await IsInsideAsync(Host, browser));
    }

    [Fact]
    public async Task A_person_in_too_many_groups_gets_an_explanation_and_an_audit_entry()
    {
        var person = Host.Meet();
        Host.Authority.People[person.Subject] = person with { LeftOut = "roles" };
        using var browser = new SsoBrowser();

        var (_, _, body) = await Host.SignInAsync(browser, person.Subject);

        Assert.Contains("did not send your groups", body, StringComparison.Ordinal);
        var entry = Assert.Single(await Host.TrailAsync(person));
        Assert.Equal("refused, groups left out by the authority, too many for a token", entry.Result);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_of_the_same_address_is_linked_only_when_the_address_is_verified(
        bool verified
    )
    {
        var person = Host.Meet(verified, Admins);
        await AddLocalAsync(person.Email!.ToUpperInvariant());
        using var browser = new SsoBrowser();

        var (address, _, _) = await Host.SignInAsync(browser, person.Subject);

        Assert.Equal(verified ? "/account" : "/account/sso/problem", address.AbsolutePath);
        await using var db = Host.Dashboard.Database.CreateDbContext();
        var local = await db.Users.SingleAsync(
            o => o.NormalizedEmail == person.Email.ToUpperInvariant(),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(verified ? Role.Admin : Role.Support, local.Role);
        var actions = await db
            .AuditEntries.Where(a => a.Subject == $"operator:{local.Id}")
            .OrderBy(a => a.Number)
            .Select(a => a.Action + ": " + a.Result)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            verified
                ? ["link single sign-on: done", "change role: done", "sign in: done"]
                : ["sign in: refused, e-mail address of another account"],
            actions
        );
    }

    [Fact]
    public async Task Operators_with_single_sign_on_can_not_use_an_old_password()
    {
        var person = Host.Meet(emailVerified: true, Admins);
        await AddLocalAsync(person.Email!.ToUpperInvariant());
        Assert.True(await EntersByPasswordAsync(person.Email));
        using (var browser = new SsoBrowser())
            await Host.SignInAsync(browser, person.Subject);

        Assert.False(await EntersByPasswordAsync(person.Email));
    }

    [Fact]
    public async Task A_reassigned_address_does_not_give_access_to_the_former_account()
    {
        var person = Host.Meet(Admins);
        using (var first = new SsoBrowser())
            await Host.SignInAsync(first, person.Subject);
        var heir = Host.Meet(Admins);
        Host.Authority.People[heir.Subject] = heir with { Email = person.Email };
        using var second = new SsoBrowser();

        var (address, _, _) = await Host.SignInAsync(second, heir.Subject);

        Assert.Equal("?reason=EmailTaken", address.Query);
    }

    [Fact]
    public async Task A_disabled_operator_stays_out()
    {
        var person = Host.Meet(Admins);
        using (var first = new SsoBrowser())
            await Host.SignInAsync(first, person.Subject);
        await using (var db = Host.Dashboard.Database.CreateDbContext())
            await db
                .Users.Where(o => o.Email == person.Email)
                .ExecuteUpdateAsync(
                    s => s.SetProperty(o => o.DisabledAt, TimeProvider.System.GetUtcNow()),
                    TestContext.Current.CancellationToken
                );
        using var second = new SsoBrowser();

        var (address, _, body) = await Host.SignInAsync(second, person.Subject);

        Assert.Equal("?reason=Disabled", address.Query);
        Assert.Contains("Your account here is disabled", body, StringComparison.Ordinal);
        Assert.False(await IsInsideAsync(Host, second));
    }

    [Fact]
    public async Task Without_an_address_there_is_no_account()
    {
        var person = Host.Meet(Admins);
        Host.Authority.People[person.Subject] = person with { Email = null };
        using var browser = new SsoBrowser();
        var (address, _, _) = await Host.SignInAsync(browser, person.Subject);
        Assert.Equal("?reason=NoEmail", address.Query);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_nowhere_else(string returnUrl)
    {
        using var browser = new SsoBrowser();
        var (address, _, _) = await Host.SignInAsync(browser, Host.Meet(Admins).Subject, returnUrl);
        Assert.Equal(new Uri(Host.Origin, "/"), new Uri(address, "/"));
    }

    internal static async Task<bool> IsInsideAsync(SsoHost host, SsoBrowser browser)
    {
        using var answer = await browser.SendAsync(HttpMethod.Get, new Uri(host.Origin, "/account"));
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private async Task<bool> EntersByPasswordAsync(string email)
    {
        using var browser = new SsoBrowser();
        var address = new Uri(Host.Origin, "/account/sign-in");
        var (_, _, page) = await browser.OpenAsync(address);
        using var answer = await browser.SendAsync(
            HttpMethod.Post,
            address,
            new FormUrlEncodedContent([
                new("_handler", "sign-in"),
                new("__RequestVerificationToken", Token().Match(page).Groups["value"].Value),
                new("Input.Email", email),
                new("Input.Password", LocalPassword),
            ])
        );
        return answer.StatusCode == HttpStatusCode.Found;
    }

    [GeneratedRegex(
        "__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Token();

    private async Task AddLocalAsync(string email)
    {
        await using var db = Host.Dashboard.Database.CreateDbContext();
        var local = new Operator
        {
            UserName = email,
            NormalizedUserName = email,
            Email = email,
            NormalizedEmail = email,
            DisplayName = "Local person",
            Role = Role.Support,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        local.PasswordHash = new PasswordHasher<Operator>().HashPassword(local, LocalPassword);
        db.Users.Add(local);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
