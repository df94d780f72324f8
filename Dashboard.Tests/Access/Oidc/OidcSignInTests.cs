using System.Net;
using Dashboard.Domain;
using Dashboard.Tests.Support.Authority;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Access.Oidc;

public sealed class OidcSignInTests
{
    private static readonly Person Ana = new("s-ana", "Ana Alvarez", "ana@acme.example", true, "Admin");

    [Fact]
    public async Task The_claim_decides_on_the_role_of_a_new_operator()
    {
        (string Group, Role Role)[] expected =
        [
            ("dash-support", Role.Support),
            ("DASH-ADMINS", Role.Admin),
            ("dash-managers", Role.Manager),
        ];
        await using var host = await SsoHost.StartAsync(
            expected.Select(e => new Person(
                e.Group,
                e.Group,
                $"{e.Group}@acme.example",
                true,
                "all",
                e.Group
            )),
            ("Access:Oidc:RoleMap:dash-support", "Support"),
            ("Access:Oidc:RoleMap:dash-admins", "admin"),
            ("Access:Oidc:RoleMap:dash-managers", "Manager")
        );
        foreach (var (group, role) in expected)
        {
            using var browser = new SsoBrowser();
            var (address, status, body) = await host.SignInAsync(browser, group);

            Assert.Equal((HttpStatusCode.OK, "/account"), (status, address.AbsolutePath));
            Assert.Contains(group, body, StringComparison.Ordinal);
            var made = await host.FindAsync($"{group}@acme.example");
            Assert.Equal((role, null), (made!.Role, made.PasswordHash));
            Assert.NotNull(made.LastSignInAt);
            Assert.Equal(
                ["add operator", "sign in"],
                (await host.TrailAsync()).Where(a => a.Subject == $"operator:{made.Id}").Select(a => a.Action)
            );
        }
    }

    [Fact]
    public async Task The_role_follows_the_authority_at_each_sign_in_and_the_trail_says_so()
    {
        await using var host = await SsoHost.StartAsync([Ana]);
        using (var first = new SsoBrowser())
            await host.SignInAsync(first, "s-ana");
        host.Authority.People["s-ana"] = Ana with { Roles = ["Manager"], Email = "new@acme.example" };
        using var second = new SsoBrowser();

        await host.SignInAsync(second, "s-ana");

        Assert.Equal(Role.Manager, (await host.FindAsync("ana@acme.example"))!.Role);
        var change = Assert.Single(await host.TrailAsync(), a => a.Action == "change role");
        Assert.Equal(("""{"role":"Admin"}""", """{"role":"Manager"}"""), (change.Before, change.After));
    }

    [Fact]
    public async Task Whoever_has_no_role_here_is_told_so_and_leaves_an_entry_on_the_trail()
    {
        await using var host = await SsoHost.StartAsync([Ana with { Roles = ["2", "everybody"] }]);
        using var browser = new SsoBrowser();

        var (address, status, body) = await host.SignInAsync(browser, "s-ana");

        Assert.Equal((HttpStatusCode.OK, "?reason=NoRole"), (status, address.Query));
        Assert.Contains("You have no role in this dashboard", body, StringComparison.Ordinal);
        Assert.Null(await host.FindAsync("ana@acme.example"));
        var entry = Assert.Single(await host.TrailAsync());
        Assert.Equal(("ana@acme.example", "refused, no role for it"), (entry.Actor, entry.Result));
        Assert.Equal("""{"claim":"roles","values":["2","everybody"]}""", entry.After);
        Assert.False(await IsInsideAsync(host, browser));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_of_the_same_address_is_linked_only_when_the_address_is_verified(
        bool verified
    )
    {
        await using var host = await SsoHost.StartAsync(
            [Ana with { EmailVerified = verified }],
            ("Access:BootstrapAdmin:Email", "Ana@acme.example"),
            ("Access:BootstrapAdmin:Password", "correct horse battery")
        );
        using var browser = new SsoBrowser();

        var (address, _, _) = await host.SignInAsync(browser, "s-ana");

        Assert.Equal(verified ? "/account" : "/account/sso/problem", address.AbsolutePath);
        await using var db = host.Dashboard.Database.CreateDbContext();
        Assert.Equal(1, await db.Users.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(verified ? 1 : 0, await db.UserLogins.CountAsync(TestContext.Current.CancellationToken));
        Assert.Contains(
            await host.TrailAsync(),
            a =>
                verified
                    ? a.Action == "link single sign-on"
                    : a.Result.Contains("another account", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_address_that_was_given_to_somebody_else_does_not_bring_the_account_along()
    {
        await using var host = await SsoHost.StartAsync([
            Ana,
            Ana with
            {
                Subject = "s-new",
                Name = "Anton",
            },
        ]);
        using (var first = new SsoBrowser())
            await host.SignInAsync(first, "s-ana");
        using var second = new SsoBrowser();

        var (address, _, _) = await host.SignInAsync(second, "s-new");

        Assert.Equal("?reason=EmailTaken", address.Query);
    }

    [Fact]
    public async Task A_disabled_operator_stays_out()
    {
        await using var host = await SsoHost.StartAsync([Ana]);
        using (var first = new SsoBrowser())
            await host.SignInAsync(first, "s-ana");
        await using (var db = host.Dashboard.Database.CreateDbContext())
            await db.Users.ExecuteUpdateAsync(
                s => s.SetProperty(o => o.DisabledAt, TimeProvider.System.GetUtcNow()),
                TestContext.Current.CancellationToken
            );
        using var second = new SsoBrowser();

        var (address, _, body) = await host.SignInAsync(second, "s-ana");

        Assert.Equal("?reason=Disabled", address.Query);
        Assert.Contains("Your account here is disabled", body, StringComparison.Ordinal);
        Assert.False(await IsInsideAsync(host, second));
    }

    [Fact]
    public async Task Without_an_address_there_is_no_account()
    {
        await using var host = await SsoHost.StartAsync([Ana with { Email = null }]);
        using var browser = new SsoBrowser();
        var (address, _, _) = await host.SignInAsync(browser, "s-ana");
        Assert.Equal("?reason=NoEmail", address.Query);
    }

    [Fact]
    public async Task Signing_in_leads_nowhere_else()
    {
        string[] elsewhere =
        [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
        ];
        await using var host = await SsoHost.StartAsync([Ana]);
        foreach (var returnUrl in elsewhere)
        {
            using var browser = new SsoBrowser();
            var (address, _, _) = await host.SignInAsync(browser, "s-ana", returnUrl);
            Assert.Equal(new Uri(host.Origin, "/"), new Uri(address, "/"));
        }
    }

    internal static async Task<bool> IsInsideAsync(SsoHost host, SsoBrowser browser)
    {
        using var answer = await browser.SendAsync(HttpMethod.Get, new Uri(host.Origin, "/account"));
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
