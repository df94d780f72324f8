using Dashboard.Access.Passwords;
using Dashboard.Access.Sessions;
using Dashboard.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>How operators sign in.</summary>
internal static class OperatorIdentity
{
    public const int FailuresBeforeLockout = 5;
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A lock that ends after this was set by a clock that was in the future, and counts as run out. Twice the lockout, so
    /// that a node whose clock is a little ahead locks for the others too.
    /// </summary>
    public static DateTimeOffset LatestLockoutEnd(DateTimeOffset now) => now + (2 * Lockout);

    public static void Add(IServiceCollection services)
    {
        services
            .AddIdentityCore<Operator>(Configure)
            .AddEntityFrameworkStores<DashboardDbContext>()
            .AddSignInManager<OperatorSignInManager>()
            .AddPasswordValidator<PasswordRules>()
            .AddClaimsPrincipalFactory<OperatorPrincipalFactory>();
        services
            .AddOptions<SecurityStampValidatorOptions>()
            .Configure<IOptions<AccessOptions>>(
                (options, access) =>
                {
                    options.ValidationInterval = access.Value.SessionCheckEvery;
                    options.OnRefreshingPrincipal = SessionClaims.KeepAsync;
                }
            );
    }

    private static void Configure(IdentityOptions options)
    {
        options.User.RequireUniqueEmail = true;
        // The user name is the e-mail address, which may hold more than Identity's default letters.
        options.User.AllowedUserNameCharacters = "";
        // Length makes a password hard to guess; composition rules only make it hard to remember.
        options.Password.RequiredLength = AccessOptions.MinPasswordLength;
        options.Password.RequiredUniqueChars = 1;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Lockout.MaxFailedAccessAttempts = FailuresBeforeLockout;
        options.Lockout.DefaultLockoutTimeSpan = Lockout;
    }
}

internal static class OperatorCookie
{
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "dashboard";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = SessionStore.Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = AccessPaths.SignIn;
        options.AccessDeniedPath = AccessPaths.Denied;
        options.ReturnUrlParameter = "returnUrl";
        // The sign-in page validates the URL and redirects itself; the framework would redirect to any value.
        options.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context =>
            Answer(context, StatusCodes.Status401Unauthorized, "Sign in, or send an API key.");
        options.Events.OnRedirectToAccessDenied = context =>
            Actor.Of(context.HttpContext.User)?.LacksSecondFactor == true
                ? LeadToSetUp(context)
                : Deny(context);
    }

    /// <summary>Holds the operator between the correct password and the second step. Grants no permission.</summary>
    public static void ConfigureBetweenSteps(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "dashboard-step";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromMinutes(10);
        options.SlidingExpiration = false;
    }

    // The request of a screen lasts as long as the screen: Identity's services and their database context would, too.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var request = context.HttpContext;
        var services = request.RequestServices;
        await using var scope = services.CreateAsyncScope();
        request.RequestServices = scope.ServiceProvider;
        try
        {
            await SecurityStampValidator.ValidatePrincipalAsync(context);
        }
        finally
        {
            request.RequestServices = services;
        }
        // The handler of the request would renew the cookie that another one of the ended scope deleted.
        if (context.Principal is null)
            await request.SignOutAsync(context.Scheme.Name);
    }

    // The page there names the roles that have these permissions.
    private static Task Deny(RedirectContext<CookieAuthenticationOptions> context)
    {
        var rules = context.HttpContext.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? [];
        foreach (
            var needed in rules.Select(rule => rule.Policy).OfType<string>().Distinct(StringComparer.Ordinal)
        )
            context.RedirectUri = QueryHelpers.AddQueryString(context.RedirectUri, "needs", needed);
        return Answer(context, StatusCodes.Status403Forbidden, "Your role does not allow this.");
    }

    // Keeps the requested URL for after the second factor is set up.
    private static Task LeadToSetUp(RedirectContext<CookieAuthenticationOptions> context)
    {
        var wanted = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
        context.RedirectUri = $"{AccessPaths.SetUpSecondFactor}?returnUrl={Uri.EscapeDataString(wanted)}";
        return Answer(
            context,
            StatusCodes.Status403Forbidden,
            "Your role needs a second factor. Set one up on your account page first."
        );
    }

    private static Task Answer(
        RedirectContext<CookieAuthenticationOptions> context,
        int status,
        string detail
    )
    {
        if (AccessPaths.IsForPrograms(context.Request))
            return AccessProblems.WriteAsync(context.HttpContext, status, detail);
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
