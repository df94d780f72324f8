using Dashboard.Data;
using Dashboard.Data.Work;

namespace Dashboard.Emails.Policy;

/// <summary>
/// Looks, while the policy is on, who is to be written to. One node of several does it; what keeps a customer from
/// being written to twice is in the database, not in this.
/// </summary>
internal sealed partial class PolicyEvaluator(
    PolicyReader policies,
    PolicyPass pass,
    WorkLeases leases,
    TimeProvider time,
    ILogger<PolicyEvaluator> logger
) : BackgroundService
{
    private const string Lease = "email-policy";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    // Renewed with every page, which takes a second at most.
    private static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    /// <returns>How many e-mails were queued.</returns>
    internal async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var policy = await policies.ReadAsync(cancellationToken);
        if (policy.OnSince is null || !await HoldAsync(cancellationToken))
            return 0;
        var queued = await pass.RunAsync(policy, HoldAsync, cancellationToken);
        if (queued > 0)
            LogQueued(logger, queued);
        return queued;
    }

    private Task<bool> HoldAsync(CancellationToken cancellationToken) =>
        leases.HoldAsync(Lease, LeaseFor, cancellationToken);

    private async Task TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, exception);
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await leases.ReleaseAsync(Lease, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It runs out by itself.
            LogNotReleased(logger, exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "The policy queued {Count} e-mails")]
    private static partial void LogQueued(ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "The policy could not look who is to be written to; trying again shortly")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The lease of the policy could not be given up")]
    private static partial void LogNotReleased(ILogger logger, Exception exception);
}
