using System.Security.Claims;
using Dashboard.Data;
using Dashboard.Data.Work;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>
/// Checks every minute that the clients of the hub are still allowed: a connection shows its API key or cookie only when
/// it opens, and can stay open for weeks.
/// </summary>
internal sealed class HubSessionCheck(
    HubSessions sessions,
    ApiKeys keys,
    IServiceScopeFactory scopes,
    IOptions<AccessOptions> access
) : IRecurringWork
{
    public string Name => "hub-session-check";
    public TimeSpan Interval => access.Value.SessionCheckEvery;
    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        // Cached keys would delay a revocation by five more seconds.
        keys.Forget();
        foreach (var session in sessions.Open)
        {
            if (!await IsAllowedAsync(session, stoppingToken))
                session.Connection.Abort();
        }
        return null;
    }

    private async Task<bool> IsAllowedAsync(HubSession session, CancellationToken cancellationToken)
    {
        var user = session.Connection.User ?? new ClaimsPrincipal();
        if (session.Key is { } key)
            return await keys.FindAsync(key, cancellationToken) is { } found
                && Actor.Of(user)?.Scope == found.Scope;
        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Operator>>();
        return await signIn.ValidateSecurityStampAsync(user) is not null;
    }
}
