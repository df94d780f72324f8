using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Access.SecondFactor;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Account;

/// <summary>Tests of somebody with a browser without scripts, an authenticator app and an inbox.</summary>
public abstract partial class AccountContext : RoomsContext
{
    protected const string Mia = "support@demo.example";
    protected const string Ana = "admin@demo.example";
    protected const string NewPassword = "lamp over the quiet harbour";

    protected override (string Key, string? Value)[] Settings => [("Access:SignInsPerMinute", "1000")];

    /// <summary>Sends a form of a page as a browser does.</summary>
    private protected static async Task<HttpResponseMessage> SendAsync(
        SignInBrowser browser,
        string path,
        string form,
        params (string Name, string Value)[] fields
    ) => await browser.PostAsync(path, await browser.TokenAsync(path), [("_handler", form), .. fields]);

    private protected Task<HttpResponseMessage> SendAsync(
        string path,
        string form,
        params (string Name, string Value)[] fields
    ) => SendAsync(Browser, path, form, fields);

    protected static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));

    protected static async Task<string> AlertAsync(HttpResponseMessage answer)
    {
        var page = await TextAsync(answer);
        var start = page.IndexOf("role=\"alert\"", StringComparison.Ordinal);
        Assert.True(start > 0, $"{(int)answer.StatusCode} {answer.Headers.Location} {page}");
        return page[start..page.IndexOf("</div>", start, StringComparison.Ordinal)];
    }

    protected static void LeadsTo(string path, HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var target = answer.Headers.Location!;
        Assert.Equal(path, target.IsAbsoluteUri ? target.PathAndQuery : target.OriginalString);
    }

    /// <summary>Turns the authenticator on for the signed-in operator.</summary>
    private protected async Task<Authenticator> TurnOnAsync()
    {
        var page = await TextAsync(await Browser.GetAsync("/account/second-factor"));
        var app = new Authenticator(Host, Key().Match(page).Groups["key"].Value);
        var answer = await SendTokenAsync(page, app);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        app.RecoveryCodes.AddRange(
            Code().Matches(await TextAsync(answer)).Select(m => m.Groups["code"].Value)
        );
        Assert.Equal(10, app.RecoveryCodes.Count);
        return app;
    }

    private Task<HttpResponseMessage> SendTokenAsync(string page, Authenticator app) =>
        SendAsync(
            "/account/second-factor",
            "authenticator",
            ("Input.Pending", Pending().Match(page).Groups["pending"].Value),
            ("Input.Code", app.Code())
        );

    protected async Task<Operator> OperatorAsync(string email)
    {
        await using var db = Host.Database.CreateDbContext();
        return await db.Users.AsNoTracking().SingleAsync(o => o.Email == email, Token);
    }

    protected async Task<List<AuditEntry>> AuditAsync(string action)
    {
        await using var db = Host.Database.CreateDbContext();
        return await db.AuditEntries.Where(a => a.Action == action).OrderBy(a => a.Id).ToListAsync(Token);
    }

    [GeneratedRegex("class=\"mono key\">(?<key>[A-Z2-7 ]+)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex(
        "name=\"Input.Pending\" value=\"(?<pending>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Pending();

    [GeneratedRegex("<li>(?<code>[a-z2-7-]{19})</li>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}

/// <summary>An app on a phone whose clock is the host's.</summary>
internal sealed class Authenticator(RoomsHost host, string key)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private readonly byte[] _secret = Decode(key.Replace(" ", "", StringComparison.Ordinal));

    public List<string> RecoveryCodes { get; } = [];

    public string Code() => Totp.Code(_secret, Totp.StepAt(host.Time.GetUtcNow()));

    /// <summary>Waits for the code to change.</summary>
    public string NextCode()
    {
        host.Time.Advance(TimeSpan.FromSeconds(30));
        return Code();
    }

    private static byte[] Decode(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString(Alphabet.IndexOf(c), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))];
    }
}
