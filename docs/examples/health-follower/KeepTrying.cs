using Microsoft.AspNetCore.SignalR.Client;

namespace HealthFollower;

/// <summary>Never gives up; waits longer each time, and not as long as everybody else does.</summary>
internal sealed class KeepTrying : IRetryPolicy
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public TimeSpan? NextRetryDelay(RetryContext retryContext)
    {
        var seconds = Math.Min(
            Longest.TotalSeconds,
            Math.Pow(2, Math.Min(retryContext.PreviousRetryCount, 5))
        );
        return TimeSpan.FromSeconds(seconds * (0.5 + Random.Shared.NextDouble() / 2));
    }
}
