using System.Threading.RateLimiting;
using Dashboard.Domain;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Access;

/// <summary>
/// Limits requests per address and per link to the pages that customers open with a secret in the URL. Prevents
/// the guessing of tokens and protects SnapTrade's rate budget, which all customers share.
/// </summary>
internal sealed class CustomerRateLimit : IDisposable
{
    // Several customers may share an address, and the page that waits for a check refreshes automatically.
    public const int PerAddress = 60;
    public const int StartsPerLink = 10;
    public const int ReturnsPerLink = 30;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            FixedWindows.Of(ClientAddress.KeyOf(context.Connection.RemoteIpAddress), PerAddress, Window)
        ),
        PartitionedRateLimiter.Create<HttpContext, string>(OfLink)
    );

    /// <summary>Whether the request may continue, and if not, when to retry.</summary>
    public (bool Allowed, TimeSpan? RetryAfter) Take(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context);
        return (lease.IsAcquired, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null);
    }

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<string> OfLink(HttpContext context)
    {
        var token = context.Request.RouteValues["token"] as string ?? "";
        if (!LinkToken.IsWellFormed(token))
            return RateLimitPartition.GetNoLimiter("");
        if (HttpMethods.IsPost(context.Request.Method))
            return FixedWindows.Of("start " + token, StartsPerLink, Window);
        return context.Request.Path.Value!.EndsWith("/return", StringComparison.OrdinalIgnoreCase)
            ? FixedWindows.Of("return " + token, ReturnsPerLink, Window)
            : RateLimitPartition.GetNoLimiter("");
    }
}
