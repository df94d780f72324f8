using Microsoft.Extensions.Options;

namespace Dashboard.Access.Oidc;

/// <summary>
/// On pages and endpoints that sign in with what is kept here, or that change it: passwords, passkeys, their
/// reset. They answer 404 while <c>Access__Oidc__LocalPasswords</c> is false.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsLocalPasswordsAttribute : Attribute
{
    /// <summary>Reading the page leads to single sign-on instead: people have it among their bookmarks.</summary>
    public bool LeadsToSingleSignOn { get; set; }
}

/// <summary>Closes what needs local passwords while there are none.</summary>
internal static class LocalPasswordsGate
{
    /// <summary>Goes after routing.</summary>
    public static void Use(WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<OidcOptions>>().Value.LocalPasswords)
            return;
        app.Use(
            (context, next) =>
            {
                // By the endpoint: one page answers to several spellings of its path.
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
        // A path of our own; the page checks the query.
        context.Response.Redirect(OidcPaths.SignInPage + context.Request.QueryString);
        return Task.CompletedTask;
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
