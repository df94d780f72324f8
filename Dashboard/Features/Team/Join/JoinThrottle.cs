using System.Threading.RateLimiting;
using Dashboard.Access;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Team.Join;

/// <summary>Limits how many links a network address may try, with the limit for sign-ins.</summary>
internal sealed class JoinThrottle(IOptions<AccessOptions> access) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _byAddress = FixedWindows.PerKey(
        access.Value.SignInsPerMinute,
        TimeSpan.FromMinutes(1)
    );

    /// <summary>Whether the address, as <see cref="ClientAddress"/> counts it, may try once more.</summary>
    public bool Admit(string address) => _byAddress.AttemptAcquire(address).IsAcquired;

    public void Dispose() => _byAddress.Dispose();
}
