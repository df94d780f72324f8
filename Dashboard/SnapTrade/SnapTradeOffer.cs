using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.SnapTrade;

/// <summary>
/// Which operations SnapTrade answered with 410 last, because it doesn't offer them to this account any more. That is no
/// passing failure: someone has to act, and readiness says so. The node stays in service, since webhooks still arrive.
/// </summary>
internal sealed class SnapTradeOffer : IHealthCheck
{
    // There are a dozen; ids that pass for names must not fill the memory.
    private const int MaxNamed = 20;

    private readonly ConcurrentDictionary<string, bool> _gone = new(StringComparer.Ordinal);

    /// <param name="call">An operation that was answered.</param>
    /// <param name="isGone">Whether with 410.</param>
    public void Answered(SnapTradeCall call, bool isGone)
    {
        if (isGone && _gone.Count < MaxNamed)
            _gone.TryAdd(NameOf(call), true);
        else if (!isGone && !_gone.IsEmpty)
            _gone.TryRemove(NameOf(call), out _);
    }

    /// <summary>What is not offered any more, and what to do; null: nothing.</summary>
    public string? Missing =>
        _gone.IsEmpty
            ? null
            : $"SnapTrade doesn't offer this to your account any more (410): {string.Join(", ", _gone.Keys.Order(StringComparer.Ordinal))}. Ask SnapTrade what replaces it.";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            Missing is { } missing
                ? HealthCheckResult.Degraded(missing)
                : HealthCheckResult.Healthy("SnapTrade offers what the dashboard needs.")
        );

    // Without ids.
    private static string NameOf(SnapTradeCall call) =>
        $"{call.Method} {string.Join('/', call.Path.Split('/').Select(part => part.All(char.IsAsciiLetter) ? part : "…"))}";
}
