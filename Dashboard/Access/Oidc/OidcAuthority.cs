using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Dashboard.Access.Oidc;

/// <summary>
/// What the authority says of itself. It is asked when the server starts, so that a wrong address is in the log
/// before anybody is shown to it; the server serves without it all the same.
/// </summary>
public sealed partial class OidcAuthority(
    IOptions<OidcOptions> options,
    IOptionsMonitor<OpenIdConnectOptions> handler,
    TimeProvider time,
    ILogger<OidcAuthority> logger
) : BackgroundService
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);
    private volatile string? _endSessionOrigin;

    /// <summary>Whither a form of ours can lead: signing out here signs out there.</summary>
    public IEnumerable<string> Origins =>
        options.Value.IsGiven
            ? new[] { OriginOf(options.Value.Authority), _endSessionOrigin }
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
            : [];

    /// <summary>Whether a browser that is sent to the authority has a chance of coming back.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken) is not null;

    /// <summary>
    /// Ends the session at the authority, if the one here began there. Ask after the one here has ended.
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AskAgainAfter, time);
        while (await FindAsync(stoppingToken) is null && await timer.WaitForNextTickAsync(stoppingToken)) { }
    }

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
        Message = "Nobody can sign in by single sign-on: Access__Oidc__Authority {Authority} does not answer as one: {Reason}"
    )]
    private static partial void LogUnreachable(ILogger logger, string? authority, string reason);
}
