using System.Security.Claims;
using Dashboard.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>
/// Looks every minute whether those who listen on a hub still may: a connection is asked for its key or cookie
/// only when it opens, and can stay open for weeks.
/// </summary>
internal sealed partial class HubSessionCheck(
    HubSessions sessions,
    ApiKeys keys,
    IServiceScopeFactory scopes,
    IOptions<AccessOptions> access,
    TimeProvider time,
    ILogger<HubSessionCheck> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(access.Value.SessionCheckEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CheckAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnchecked(logger, exception);
            }
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var session in sessions.Open)
        {
            if (!await IsStillTrueAsync(session, cancellationToken))
                session.Connection.Abort();
        }
    }

    private async Task<bool> IsStillTrueAsync(HubSession session, CancellationToken cancellationToken)
    {
        var user = session.Connection.User ?? new ClaimsPrincipal();
        if (session.Key is { } key)
            return await keys.FindAsync(key, cancellationToken) is { } found
                && Actor.Of(user)?.Scope == found.Scope;
        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Operator>>();
        return await signIn.ValidateSecurityStampAsync(user) is not null;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Could not check who listens on the hub; the next check is in a minute"
    )]
    private static partial void LogUnchecked(ILogger logger, Exception exception);
}
