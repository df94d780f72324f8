using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Access.Passkeys;

/// <summary>Stores the challenge until the browser responds: encrypted, in a cookie that scripts can't read.</summary>
internal sealed class PasskeyChallenges(
    IDataProtectionProvider protection,
    IHttpContextAccessor http,
    IConfiguration configuration,
    TimeProvider time
)
{
    public const string CookieName = "dashboard-passkey";

    /// <summary>The sign-in page creates a challenge when it opens, and may stay open for a while.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly IDataProtector _protector = protection.CreateProtector("Access.Passkeys.Challenge");

    private HttpContext Context =>
        http.HttpContext
        ?? throw new InvalidOperationException("Passkeys are for requests, not for circuits.");

    /// <param name="purpose">The permitted use of the response.</param>
    /// <param name="state">The state for verifying the response.</param>
    public void Keep(string purpose, string state)
    {
        var at = time.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture);
        var kept = _protector.CreateProtector(purpose).Protect($"{at} {state}");
        Context.Response.Cookies.Append(CookieName, kept, Options(Lifetime));
    }

    /// <summary>Removes it from the browser. Its creation time distinguishes a repeated response from a new one.</summary>
    public (string State, DateTimeOffset AskedAt)? Take(string purpose)
    {
        if (Context.Request.Cookies[CookieName] is not { Length: > 0 } kept)
            return null;
        Context.Response.Cookies.Delete(CookieName, Options(lifetime: null));
        try
        {
            var parts = _protector.CreateProtector(purpose).Unprotect(kept).Split(' ', 2);
            var askedAt = new DateTimeOffset(
                long.Parse(parts[0], CultureInfo.InvariantCulture),
                TimeSpan.Zero
            );
            return time.GetUtcNow() - askedAt < Lifetime ? (parts[1], askedAt) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private CookieOptions Options(TimeSpan? lifetime) =>
        new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = lifetime,
            Path = "/account",
            SameSite = SameSiteMode.Strict,
            Secure =
                Context.Request.IsHttps
                || configuration["Dashboard:PublicUrl"]
                    ?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true,
        };
}
