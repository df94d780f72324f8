using Microsoft.AspNetCore.CookiePolicy;

namespace Dashboard.Access;

/// <summary>What holds for every cookie, whoever sets it: no script reads it, and none goes anywhere in the clear.</summary>
internal static class CookieRules
{
    public static void Configure(CookiePolicyOptions options, CookieSecurePolicy secure)
    {
        options.HttpOnly = HttpOnlyPolicy.Always;
        options.Secure = secure;
        options.OnAppendCookie = context =>
        {
            if (context.CookieOptions.SameSite == SameSiteMode.Unspecified)
                context.CookieOptions.SameSite = SameSiteMode.Lax;
        };
    }
}
