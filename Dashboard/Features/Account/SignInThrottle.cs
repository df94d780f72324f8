using System.Threading.RateLimiting;
using Dashboard.Access;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Account;

/// <summary>
/// Limits guessing per network address. Typed text is never a key here: an attacker can make
/// up any number of names.
/// </summary>
internal sealed class SignInThrottle(IOptions<AccessOptions> access) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _byAddress = PerMinute(access.Value.SignInsPerMinute);

    /// <summary>Whether the address, as <see cref="ClientAddress"/> counts it, may try once more.</summary>
    public bool Admit(string address) => _byAddress.AttemptAcquire(address).IsAcquired;

    public void Dispose() => _byAddress.Dispose();

    private static PartitionedRateLimiter<string> PerMinute(int permits) =>
        PartitionedRateLimiter.Create<string, string>(
            key =>
                RateLimitPartition.GetFixedWindowLimiter(
                    key,
                    _ => new FixedWindowRateLimiterOptions
                    {
                        PermitLimit = permits,
                        Window = TimeSpan.FromMinutes(1),
                    }
                ),
            StringComparer.Ordinal
        );
}
