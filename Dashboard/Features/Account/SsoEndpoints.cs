using Dashboard.Access;
using Dashboard.Access.Oidc;
using Dashboard.Components.Surface;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Account;

/// <summary>Redirects to the authority. The handler implements the callback.</summary>
internal static class SsoEndpoints
{
    /// <summary>The address that starts single sign-on.</summary>
    public static string StartAt(string? returnUrl) =>
        $"{OidcPaths.Start}?returnUrl={Uri.EscapeDataString(LocalUrl.OrHome(returnUrl))}";

    public static void AddSso(this IServiceCollection services) =>
        services.AddSingleton<IFormTargets, AuthorityFormTargets>();

    public static void MapSso(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<OidcOptions>>().Value.IsGiven)
            app.MapGet(OidcPaths.Start, StartAsync).AllowAnonymous().ExcludeFromDescription();
    }

    // The only side effect is a cookie for the callback, so a plain link may lead here.
    private static async Task<IResult> StartAsync(
        string? returnUrl,
        OidcAuthority authority,
        SignInThrottle throttle,
        CurrentOperator current,
        CancellationToken cancellationToken
    ) =>
        !throttle.Admit(current.AddressKey)
            ? TypedResults.LocalRedirect(OidcPaths.ProblemOf(OidcRefusal.Throttled))
        : await authority.AnswersAsync(cancellationToken)
            ? TypedResults.Challenge(
                new AuthenticationProperties { RedirectUri = LocalUrl.OrHome(returnUrl) },
                [OidcSetup.Scheme]
            )
        : TypedResults.LocalRedirect(OidcPaths.ProblemOf(OidcRefusal.Unreachable));

    /// <summary>Signing out is a form post that redirects to the authority.</summary>
    private sealed class AuthorityFormTargets(OidcAuthority authority) : IFormTargets
    {
        public IEnumerable<string> Origins => authority.Origins;
    }
}
