using Microsoft.AspNetCore.CookiePolicy;

namespace Dashboard.Access;

/// <summary>Rules for every cookie: scripts can't read it, and it is not sent in the clear.</summary>
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
