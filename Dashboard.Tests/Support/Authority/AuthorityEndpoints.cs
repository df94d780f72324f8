using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Dashboard.Tests.Support.Authority;

/// <summary>The pages of the authority, as plain as can be.</summary>
internal static class AuthorityEndpoints
{
    private const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string Server = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapAuthority(this IEndpointRouteBuilder routes, AuthorityServer server)
    {
        routes.MapGet("/connect/authorize", context => AuthorizeAsync(context, server));
        routes.MapPost("/sign-in", context => SignInAsync(context, server));
        routes.MapGet("/connect/userinfo", context => TellAsync(context, server));
        routes.MapGet("/connect/end-session", EndAsync);
        routes.MapGet(
            "/session",
            (HttpContext context) => Results.Text(context.User.FindFirstValue(Claims.Subject) ?? "nobody")
        );
    }

    private static async Task AuthorizeAsync(HttpContext context, AuthorityServer server)
    {
        var session = await context.AuthenticateAsync(Cookie);
        var subject = session.Principal?.FindFirstValue(Claims.Subject);
        if (subject is null || !server.People.TryGetValue(subject, out var person))
        {
            await AskAsync(context);
            return;
        }
        var identity = new ClaimsIdentity(Server, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, person.Subject).SetClaim(Claims.Name, person.Name);
        identity.SetClaim(Claims.AuthenticationTime, session.Properties?.IssuedUtc?.ToUnixTimeSeconds() ?? 0);
        identity.SetClaims("roles", [.. person.Roles]);
        if (person.LeftOut is { } leftOut)
            identity.SetClaim("_claim_names", JsonElement.Parse($$"""{"{{leftOut}}":"src1"}"""));
        identity.SetScopes(context.GetOpenIddictServerRequest()!.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken, Destinations.AccessToken]);
        await context.SignInAsync(Server, new ClaimsPrincipal(identity));
    }

    private static async Task AskAsync(HttpContext context)
    {
        var next = Uri.EscapeDataString(context.Request.Path + context.Request.QueryString);
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync(
            $"""
            <!DOCTYPE html><html lang="en"><title>Authority</title><h1>Who are you?</h1>
            <form method="post" action="/sign-in?next={next}">
            <label>Name <input name="name"></label><button>Go on</button></form></html>
            """
        );
    }

    private static async Task SignInAsync(HttpContext context, AuthorityServer server)
    {
        var form = await context.Request.ReadFormAsync();
        if (!server.People.TryGetValue(form["name"].ToString(), out var person))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        var identity = new ClaimsIdentity([new Claim(Claims.Subject, person.Subject)], Cookie);
        await context.SignInAsync(Cookie, new ClaimsPrincipal(identity));
        context.Response.Redirect(context.Request.Query["next"].ToString());
    }

    // The address is told here only, as several real authorities do.
    private static async Task TellAsync(HttpContext context, AuthorityServer server)
    {
        var token = await context.AuthenticateAsync(Server);
        var person = server.People[token.Principal!.GetClaim(Claims.Subject)!];
        var told = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = person.Subject };
        if (person.Email is not null)
            (told["email"], told["email_verified"]) = (person.Email, person.EmailVerified);
        await context.Response.WriteAsJsonAsync(told);
    }

    private static async Task EndAsync(HttpContext context)
    {
        await context.SignOutAsync(Cookie);
        await context.SignOutAsync(Server, new AuthenticationProperties { RedirectUri = "/" });
    }
}
