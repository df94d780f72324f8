using System.Text.RegularExpressions;
using Dashboard.E2E.Support;
using Microsoft.Playwright;
using MimeKit;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Tests inviting and disabling an operator in two browsers.</summary>
public sealed partial class TeamTests(Browsers browsers) : BrowserTest(browsers)
{
    private const string Bea = "bea@acme.example";
    private const string Password = "a sentence of my own";

    [Fact]
    public async Task An_admin_invites_an_operator_and_disables_them()
    {
        await using var server = await DashboardProcess.StartDemoAsync(
            ("Access__SessionCheckEvery", "00:00:02")
        );
        var admin = await NewPageAsync(server.Origin);
        await admin.SignInAsync("admin");
        // Waits for the complete first screen before leaving it.
        await admin.WaitForURLAsync("**/connections*");
        await Expect(admin.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await InviteAsync(admin);

        var bea = await NewPageAsync(server.Origin);
        await bea.GotoAsync(LinkInMail(server));
        await bea.GetByLabel("Your name").FillAsync("Bea Novak");
        await bea.GetByLabel("Password").FillAsync(Password);
        await bea.GetByRole(AriaRole.Button, new() { Name = "Join the team" }).ClickAsync();
        await Expect(bea.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Overview");
        await Expect(bea.GetByRole(AriaRole.Link, new() { Name = "Team" })).ToHaveCountAsync(0);

        await admin.GotoAsync("/team");
        await admin.ChooseAsync("Change Bea Novak", "Disable");
        var asked = admin.GetByRole(AriaRole.Dialog);
        await asked.GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Row).Filter(new() { HasText = Bea }))
            .ToContainTextAsync("Disabled");

        // The open circuit in the second browser signs out without interaction.
        await Expect(bea.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Sign in", new() { Timeout = 20_000 });
        await bea.GetByLabel("E-mail address").FillAsync(Bea);
        await bea.GetByLabel("Password").FillAsync(Password);
        await bea.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(bea.GetByRole(AriaRole.Alert)).ToContainTextAsync("password is wrong");
    }

    private static async Task InviteAsync(IPage admin)
    {
        await admin.GetByRole(AriaRole.Link, new() { Name = "Team" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Row).Filter(new() { HasText = "admin@demo.example" }))
            .ToBeVisibleAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("E-mail address").FillAsync(Bea);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("is invited");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(admin.GetByText(Bea)).ToBeVisibleAsync();
    }

    private static string LinkInMail(DashboardProcess server)
    {
        using var mail = MimeMessage.Load(
            Assert.Single(Directory.GetFiles(server.MailFolder, "*.eml")),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(Bea, mail.To.ToString());
        return Link().Match(mail.TextBody!).Value;
    }

    [GeneratedRegex(@"http://\S+/account/join/\S+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
