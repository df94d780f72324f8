using Dashboard.Data.Work;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Dashboard.Access.Oidc;

/// <summary>
/// Reads the authority's discovery document. It is read when the server starts, so that a wrong address is logged
/// before the first sign-in; the server starts even if this fails.
/// </summary>
public sealed partial class OidcAuthority(
    IOptions<OidcOptions> options,
    IOptionsMonitor<OpenIdConnectOptions> handler,
    ILogger<OidcAuthority> logger
) : IRecurringWork
{
    // After the first success, the handler keeps its configuration up to date; later outages are logged too.
    private static readonly TimeSpan NextCheck = TimeSpan.FromHours(1);
    private volatile string? _endSessionOrigin;

    public string Name => "single-sign-on-check";
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <summary>The allowed form targets: signing out here also signs out at the authority.</summary>
    public IEnumerable<string> Origins =>
        options.Value.IsGiven
            ? new[] { OriginOf(options.Value.Authority), _endSessionOrigin }
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
            : [];

    /// <summary>Whether the authority is reachable, so that a browser can be redirected to it.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken) is not null;

    /// <summary>
    /// Ends the session at the authority, if the session here began there. Call it after the session here has ended.
    /// </summary>
    /// <returns>Null when there is nothing to end.</returns>
    public async Task<IResult?> SignOutAsync(HttpContext context, string goOnAt)
    {
        if (!options.Value.IsGiven)
            return null;
        var ticket = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (ticket.Properties?.GetTokenValue(OpenIdConnectParameterNames.IdToken) is null)
            return null;
        var known = await FindAsync(context.RequestAborted);
        return string.IsNullOrEmpty(known?.EndSessionEndpoint)
            ? null
            : TypedResults.SignOut(new AuthenticationProperties { RedirectUri = goOnAt }, [OidcSetup.Scheme]);
    }

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken) =>
        await FindAsync(stoppingToken) is null ? null : NextCheck;

    private async Task<OpenIdConnectConfiguration?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var manager = handler.Get(OidcSetup.Scheme).ConfigurationManager!;
            var found = await manager.GetConfigurationAsync(cancellationToken);
            _endSessionOrigin = OriginOf(found.EndSessionEndpoint);
            return found;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(logger, options.Value.Authority, exception.GetBaseException().Message);
            return null;
        }
    }

    private static string? OriginOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : null;

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Single sign-on does not work: Access__Oidc__Authority {Authority} does not respond as an OpenID Connect authority: {Reason}"
    )]
    private static partial void LogUnreachable(ILogger logger, string? authority, string reason);
}
