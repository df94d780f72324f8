using Microsoft.Extensions.Options;

namespace Dashboard.Access.Oidc;

/// <summary>
/// Marks pages and endpoints that use or change local sign-in methods: passwords, passkeys and password
/// resets. They return 404 while <c>Access__Oidc__LocalPasswords</c> is false.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsLocalPasswordsAttribute : Attribute
{
    /// <summary>GET redirects to single sign-on instead, because people bookmark the page.</summary>
    public bool LeadsToSingleSignOn { get; set; }
}

/// <summary>Blocks endpoints that need local passwords while these are off.</summary>
internal static class LocalPasswordsGate
{
    /// <summary>Must run after routing.</summary>
    public static void Use(WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<OidcOptions>>().Value.LocalPasswords)
            return;
        app.Use(
            (context, next) =>
            {
                // Checks the endpoint, because several spellings of a path lead to the same page.
                var needs = context.GetEndpoint()?.Metadata.GetMetadata<NeedsLocalPasswordsAttribute>();
                if (needs is null)
                    return next(context);
                context.SetEndpoint(null);
                return needs.LeadsToSingleSignOn ? LeadToSingleSignOn(context) : NotFound(context);
            }
        );
    }

    private static Task LeadToSingleSignOn(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return NotFound(context);
        // A path of this site; the page checks the query.
        context.Response.Redirect(OidcPaths.SignInPage + context.Request.QueryString);
        return Task.CompletedTask;
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
