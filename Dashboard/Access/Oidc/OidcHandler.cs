using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Dashboard.Access.Oidc;

/// <summary>Configures the framework's OpenID Connect handler: code flow with PKCE, state and nonce.</summary>
internal static partial class OidcHandler
{
    /// <summary>The maximum number of bytes of a discovery document, keys, tokens or claims.</summary>
    public const long MaxAnswer = 512 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void Configure(OpenIdConnectOptions handler, OidcOptions options, string? publicUrl)
    {
        handler.Authority = options.Authority;
        handler.RequireHttpsMetadata = !new Uri(options.Authority!).IsLoopback;
        handler.ClientId = options.ClientId;
        handler.ClientSecret = options.ClientSecret;
        handler.MaxAge = options.MaxAge;
        handler.BackchannelTimeout = Patience;
        handler.ResponseType = OpenIdConnectResponseType.Code;
        // The code is sent in a body, because a query would appear in browser histories and proxy logs.
        handler.ResponseMode = OpenIdConnectResponseMode.FormPost;
        handler.UsePkce = true;
        handler.CallbackPath = OidcPaths.Callback;
        handler.SignedOutCallbackPath = OidcPaths.SignedOut;
        // Otherwise other sites could sign operators out with an image.
        handler.RemoteSignOutPath = default;
        handler.SignInScheme = IdentityConstants.ExternalScheme;
        handler.SignOutScheme = IdentityConstants.ApplicationScheme;
        Ask(handler, options);
        handler.Events = Events(publicUrl is { Length: > 0 } ? publicUrl.TrimEnd('/') : null);
    }

    private static void Ask(OpenIdConnectOptions handler, OidcOptions options)
    {
        handler.Scope.Clear();
        foreach (var scope in options.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            handler.Scope.Add(scope);
        handler.MapInboundClaims = false;
        // Some authorities keep groups and addresses out of ID tokens.
        handler.GetClaimsFromUserInfoEndpoint = true;
        handler.ClaimActions.Clear();
        foreach (var claim in new[] { "email", "email_verified", "name", options.RoleClaim })
            handler.ClaimActions.MapJsonKey(claim, claim);
    }

    private static OpenIdConnectEvents Events(string? publicUrl) =>
        new()
        {
            OnRedirectToIdentityProvider = context =>
            {
                if (publicUrl is not null)
                    context.ProtocolMessage.RedirectUri = publicUrl + OidcPaths.Callback;
                return Task.CompletedTask;
            },
            OnRedirectToIdentityProviderForSignOut = context =>
            {
                if (publicUrl is not null)
                    context.ProtocolMessage.PostLogoutRedirectUri = publicUrl + OidcPaths.SignedOut;
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                KeepIdToken(context);
                return Task.CompletedTask;
            },
            OnTicketReceived = SignInAsync,
            OnRemoteFailure = context =>
            {
                LogFailed(LoggerOf(context.HttpContext), context.Failure?.GetBaseException().Message);
                Show(context, OidcRefusal.Failed);
                return Task.CompletedTask;
            },
        };

    // Only this token is used later, to end the session at the authority. It is stored in the
    // encrypted part of the cookie.
    private static void KeepIdToken(TokenValidatedContext context)
    {
        if (context.TokenEndpointResponse?.IdToken is { Length: > 0 } token)
            context.Properties?.StoreTokens([
                new AuthenticationToken { Name = OpenIdConnectParameterNames.IdToken, Value = token },
            ]);
    }

    private static async Task SignInAsync(TicketReceivedContext context)
    {
        var refusal = await context
            .HttpContext.RequestServices.GetRequiredService<OidcSignIn>()
            .SignInAsync(
                context.Principal!,
                context.Properties?.GetTokenValue(OpenIdConnectParameterNames.IdToken),
                context.HttpContext.RequestAborted
            );
        if (refusal is { } why)
        {
            Show(context, why);
            return;
        }
        context.HandleResponse();
        // Validated before it was added to the protected state.
        context.Response.Redirect(context.ReturnUri ?? "/");
    }

    private static void Show(HandleRequestContext<RemoteAuthenticationOptions> context, OidcRefusal refusal)
    {
        context.HandleResponse();
        context.Response.Redirect(OidcPaths.ProblemOf(refusal));
    }

    private static ILogger LoggerOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILogger<OidcAuthority>>();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in by single sign-on failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string? reason);
}
