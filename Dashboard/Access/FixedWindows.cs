using System.Threading.RateLimiting;

namespace Dashboard.Access;

/// <summary>Limits attempts in fixed windows that begin with a key's first attempt.</summary>
internal static class FixedWindows
{
    /// <summary>Limits the attempts of each key. A key must not be text that a client can vary at will.</summary>
    public static PartitionedRateLimiter<string> PerKey(int permits, TimeSpan window) =>
        PartitionedRateLimiter.Create<string, string>(
            key => Of(key, permits, window),
            StringComparer.Ordinal
        );

    /// <summary>The window of one key.</summary>
    public static RateLimitPartition<string> Of(string key, int permits, TimeSpan window) =>
        RateLimitPartition.GetFixedWindowLimiter(
            key,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window }
        );
}
