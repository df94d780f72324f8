using System.Text.RegularExpressions;
using Dashboard.Access.SecondFactor;
using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>A demo server whose managers need a second factor.</summary>
public sealed class StrictServer : IAsyncLifetime
{
    public DashboardProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Process = await DashboardProcess.StartDemoAsync(("Access__RequireSecondFactor", "Manager"));

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}

public sealed partial class AccountTests(Browsers browsers, StrictServer server)
    : BrowserTest(browsers),
        IClassFixture<StrictServer>
{
    private const string NewPassword = "lamp over the quiet harbour";

    [Fact]
    public async Task A_passkey_is_added_and_signs_in_by_button_and_by_the_field_for_the_name()
    {
        var page = await NewPageAsync(server.Process.Origin);
        await VirtualAuthenticator.AttachAsync(page);
        await page.AddInitScriptAsync(
            "if (sessionStorage.noOffer) PublicKeyCredential.isConditionalMediationAvailable = async () => false"
        );
        await page.SignInAsync("support");
        await page.GotoAsync("/account");
        await page.GetByLabel("Name of the new passkey").FillAsync("My laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("The passkey is added");
        await Expect(page.Locator("b", new() { HasTextString = "My laptop" })).ToBeVisibleAsync();

        // As in a browser without passkey autofill.
        await page.EvaluateAsync("sessionStorage.noOffer = 'yes'");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out here" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account", StringComparison.Ordinal));

        await page.EvaluateAsync("sessionStorage.removeItem('noOffer')");
        // The device confirms automatically, so opening the page is enough: passkey autofill completes.
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out here" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Required_second_factor_is_set_up_first_and_requested_at_the_next_sign_in()
    {
        var page = await NewPageAsync(server.Process.Origin, 390);
        await page.SignInAsync("manager");
        await Expect(page.GetByText("Your role Manager needs a second factor")).ToBeVisibleAsync();
        await page.GotoAsync("/history");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Set up an authenticator app");
        await page.GetByText("Can't scan it?").ClickAsync();
        var key = Decode(await page.Locator(".key").InnerTextAsync());
        var first = Totp.StepAt(TimeProvider.System.GetUtcNow());
        await page.GetByLabel("6-digit code").FillAsync(Totp.Code(key, first));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.Locator(".recovery-codes li")).ToHaveCountAsync(10);
        await page.GetByRole(AriaRole.Link, new() { Name = "I have stored them" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("History");

        var other = await NewPageAsync(server.Process.Origin);
        await other.GotoAsync("/account/sign-in");
        await other.GetByLabel("E-mail address").FillAsync("manager@demo.example");
        await other.GetByLabel("Password").FillAsync("demo reconnect 2026");
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        // A phone whose clock is half a minute ahead shows this code; the first one is used.
        await other.GetByLabel("Code from your authenticator app").FillAsync(Totp.Code(key, first + 1));
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Overview");
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_through_the_mail()
    {
        var page = await NewPageAsync(server.Process.Origin);
        await page.GotoAsync("/account/sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Forgot your password?" }).ClickAsync();
        await page.GetByLabel("E-mail address").FillAsync("admin@demo.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send link" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("If an account has this address");
        string? link = null;
        await Eventually.BecomesTrueAsync(
            () => Task.FromResult((link = FindLink()) is not null),
            TimeSpan.FromSeconds(20)
        );
        await page.GotoAsync(link!);
        await page.GetByLabel("New password").FillAsync(NewPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Your new password is set");
        await page.SignInAsync("admin@demo.example", NewPassword);
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
    }

    private string? FindLink() =>
        Directory.Exists(server.Process.MailFolder)
            ? Directory
                .GetFiles(server.Process.MailFolder, "*.eml")
                .Select(file => MimeKit.MimeMessage.Load(file).TextBody ?? "")
                .Select(text => Link().Match(text))
                .FirstOrDefault(match => match.Success)
                ?.Value
            : null;

    private static byte[] Decode(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var letters = text.Where(c => Alphabet.Contains(c, StringComparison.Ordinal));
        var bits = string.Concat(
            letters.Select(c => Convert.ToString(Alphabet.IndexOf(c), 2).PadLeft(5, '0'))
        );
        return [.. bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))];
    }

    [GeneratedRegex(@"http\S+/account/reset\?token=\S+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
