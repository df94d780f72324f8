using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Authentication;

namespace Dashboard.Features.Settings.Health;

/// <summary>The verdict below the state of readiness, for operators and API keys that may see deliveries.</summary>
internal sealed class ReadinessDetails(HealthWatch watch) : IReadinessDetails
{
    public async Task<IReadOnlyList<string>> ReadAsync(HttpContext context)
    {
        // Authentication by API key is not the endpoint's scheme.
        var key = await context.AuthenticateAsync(ApiKeyAuthenticationHandler.SchemeName);
        var actor = Actor.Of(key.Principal) ?? Actor.Of(context.User);
        if (actor?.Can(Permission.ViewDeliveries) != true)
            return [];
        var verdict = await watch.JudgeAsync(context.RequestAborted);
        return
        [
            $"verdict: {verdict.Standing}",
            .. verdict.Parts.Select(p =>
                $"{p.Name}: {p.Standing}, {(p.Since is { } since ? $"{since:u}, " : "")}{p.Words}"
            ),
        ];
    }
}
