using System.Threading.RateLimiting;
using Dashboard.Access;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Account.Reset;

/// <summary>Prevents flooding of inboxes and guessing of links. Only operators' ids become keys.</summary>
internal sealed class ResetThrottle(IOptions<AccessOptions> access) : IDisposable
{
    /// <summary>The maximum number of messages to one operator per hour.</summary>
    public const int MailsPerHour = 3;

    private readonly PartitionedRateLimiter<string> _byAddress = FixedWindows.PerKey(
        access.Value.SignInsPerMinute,
        TimeSpan.FromMinutes(1)
    );
    private readonly PartitionedRateLimiter<string> _byOperator = FixedWindows.PerKey(
        MailsPerHour,
        TimeSpan.FromHours(1)
    );

    public bool AdmitAddress(string address) => _byAddress.AttemptAcquire(address).IsAcquired;

    public bool AdmitOperator(string operatorId) => _byOperator.AttemptAcquire(operatorId).IsAcquired;

    public void Dispose()
    {
        _byAddress.Dispose();
        _byOperator.Dispose();
    }
}
