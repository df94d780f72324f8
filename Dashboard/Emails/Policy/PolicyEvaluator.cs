using Dashboard.Data.Work;

namespace Dashboard.Emails.Policy;

/// <summary>
/// Queues the e-mails that the policy calls for while it is on. One node of several does it; the database, not the
/// lease, prevents a second e-mail to the same customer.
/// </summary>
internal sealed partial class PolicyEvaluator(
    PolicyReader policies,
    PolicyPass pass,
    ILogger<PolicyEvaluator> logger
) : IRecurringWork
{
    public string Name => "email-policy";

    public TimeSpan Interval => TimeSpan.FromSeconds(30);

    public bool OnOneNode => true;

    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await RunOnceAsync(lease, stoppingToken);
        return null;
    }

    /// <returns>The number of e-mails queued.</returns>
    internal async Task<int> RunOnceAsync(Lease lease, CancellationToken cancellationToken)
    {
        var policy = await policies.ReadAsync(cancellationToken);
        if (policy.OnSince is null || !await lease.HoldAsync(cancellationToken))
            return 0;
        var queued = await pass.RunAsync(policy, lease.HoldAsync, cancellationToken);
        if (queued > 0)
            LogQueued(logger, queued);
        return queued;
    }

    [LoggerMessage(LogLevel.Information, "The policy queued {Count} e-mails")]
    private static partial void LogQueued(ILogger logger, int count);
}
