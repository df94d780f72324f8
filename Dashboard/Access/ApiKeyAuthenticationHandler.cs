using System.Security.Claims;
using System.Text.Encodings.Web;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>
/// <c>Authorization: Bearer &lt;key&gt;</c>. Browsers can't set headers on a WebSocket, so hubs, and only
/// hubs, take the key as <c>access_token</c> in the query too.
/// </summary>
internal sealed class ApiKeyAuthenticationHandler(
    ApiKeys keys,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    private const string Prefix = "Bearer ";

    /// <summary>The key in the request, valid or not.</summary>
    public static string? KeyOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return header[Prefix.Length..].Trim();
        return AccessPaths.IsHub(request) && request.Query["access_token"] is [{ Length: > 0 } token]
            ? token
            : null;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { Length: > 0 } presented)
            return AuthenticateResult.NoResult();
        if (await keys.FindAsync(presented, Context.RequestAborted) is not { } key)
            return AuthenticateResult.Fail("The API key is unknown, expired or revoked.");
        return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(key), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return AccessProblems.WriteAsync(
            Context,
            StatusCodes.Status401Unauthorized,
            KeyOf(Request) is { Length: > 0 }
                ? "This API key is unknown, has expired or was revoked. Ask an admin for a new one."
                : "Send an API key in the header: Authorization: Bearer <key>. An admin can create one."
        );
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        AccessProblems.WriteAsync(Context, StatusCodes.Status403Forbidden, WhatIsNeeded());

    private string WhatIsNeeded()
    {
        var scope = Actor.Of(Context.User)?.Scope;
        var needed = Context
            .GetEndpoint()
            ?.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(data =>
                Enum.TryParse<Permission>(data.Policy, out var permission) ? permission : (Permission?)null
            )
            .OfType<Permission>()
            .ToList();
        ApiScope? enough = needed is { Count: > 0 }
            ? Enum.GetValues<ApiScope>()
                .Where(s => needed.TrueForAll(Permissions.Of(s).Contains))
                .Cast<ApiScope?>()
                .FirstOrDefault()
            : null;
        return enough is null
            ? "API keys can't be used here; an operator has to sign in."
            : $"This needs an API key with the scope {enough}; this key has the scope {scope}.";
    }

    private static ClaimsPrincipal PrincipalOf(ApiKey key) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, key.Id),
                    new Claim(ClaimTypes.Name, key.Name),
                    new Claim(Actor.ScopeClaim, key.Scope.ToString()),
                ],
                SchemeName
            )
        );
}
