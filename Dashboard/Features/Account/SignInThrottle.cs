using System.Threading.RateLimiting;
using Dashboard.Access;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Account;

/// <summary>
/// Limits guessing per network address. Typed text is never a key, because an attacker can use
/// any number of names.
/// </summary>
internal sealed class SignInThrottle(IOptions<AccessOptions> access) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _byAddress = FixedWindows.PerKey(
        access.Value.SignInsPerMinute,
        TimeSpan.FromMinutes(1)
    );

    /// <summary>Whether the address, as <see cref="ClientAddress"/> counts it, may try once more.</summary>
    public bool Admit(string address) => _byAddress.AttemptAcquire(address).IsAcquired;

    public void Dispose() => _byAddress.Dispose();
}
