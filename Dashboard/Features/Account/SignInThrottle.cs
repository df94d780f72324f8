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
    // Seconds; the window that PerMinute counts in.
    private const string RetryAfter = "60";

    private readonly PartitionedRateLimiter<string> _byAddress = PerMinute(access.Value.SignInsPerMinute);

    /// <summary>Whether the address, as <see cref="ClientAddress"/> counts it, may try once more.</summary>
    public bool Admit(string address) => _byAddress.AttemptAcquire(address).IsAcquired;

    /// <summary>Returns the same refusal to programs and scripts.</summary>
    public static void Answer(HttpContext? context)
    {
        if (context is null)
            return;
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = RetryAfter;
    }

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
