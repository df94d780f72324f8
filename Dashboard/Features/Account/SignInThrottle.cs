using System.Threading.RateLimiting;
using Dashboard.Access;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Account;

/// <summary>Slows guessing down, by network address and by name.</summary>
internal sealed class SignInThrottle : IDisposable
{
    private readonly PartitionedRateLimiter<string> byAddress;
    private readonly PartitionedRateLimiter<string> byUnknownName;

    public SignInThrottle(
        IOptions<AccessOptions> access,
        IOptions<Microsoft.AspNetCore.Identity.IdentityOptions> identity
    )
    {
        byAddress = PerWindow(access.Value.SignInsPerMinute, TimeSpan.FromMinutes(1));
        var lockout = identity.Value.Lockout;
        byUnknownName = PerWindow(lockout.MaxFailedAccessAttempts - 1, lockout.DefaultLockoutTimeSpan);
    }

    /// <summary>Whether the address may try once more.</summary>
    public bool Admit(string address) => byAddress.AttemptAcquire(address).IsAcquired;

    /// <summary>
    /// Whether a name that nobody has looks locked by now: if only real ones were locked, the message would
    /// tell which are real.
    /// </summary>
    public bool LooksLocked(string normalizedName) =>
        !byUnknownName.AttemptAcquire(normalizedName).IsAcquired;

    public void Dispose()
    {
        byAddress.Dispose();
        byUnknownName.Dispose();
    }

    private static PartitionedRateLimiter<string> PerWindow(int permits, TimeSpan window) =>
        PartitionedRateLimiter.Create<string, string>(
            key =>
                RateLimitPartition.GetFixedWindowLimiter(
                    key,
                    _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window }
                ),
            StringComparer.Ordinal
        );
}
