using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Settings.Health;

/// <summary>The verdict below the state of readiness, for operators and API keys that may see deliveries.</summary>
internal sealed class ReadinessDetails(HealthWatch watch) : IReadinessDetails
{
    public async Task<IReadOnlyList<string>> ReadAsync(HttpContext context)
    {
        // The caller was identified before, by session or key; nothing is looked up for a probe.
        if (Actor.Of(context.User)?.Can(Permission.ViewDeliveries) != true)
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
