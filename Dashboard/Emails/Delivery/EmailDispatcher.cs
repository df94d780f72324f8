using Dashboard.Data.Work;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Microsoft.Extensions.Options;

namespace Dashboard.Emails.Delivery;

/// <summary>
/// Sends queued e-mails in the order in which they are due, within the rate limits and up to four at a time. One node
/// of several does it. When the process ends, it finishes the deliveries in progress.
/// </summary>
internal sealed partial class EmailDispatcher(
    DueEmails queue,
    EmailJudge judge,
    EmailPreparation preparation,
    EmailOutcomes outcomes,
    DeliveriesInProgress deliveries,
    EmailSignal signal,
    DispatcherState state,
    PauseNotices pauses,
    DeliveryMetrics metrics,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<EmailDispatcher> logger
) : IRecurringWork
{
    // While one delivery waits for the mail server, others are claimed and recorded.
    private const int MaxInProgress = 4;
    private static readonly TimeSpan QueueCheckInterval = TimeSpan.FromSeconds(10);

    // Null until this node sends.
    private Throttle? _throttle;
    private DateTimeOffset _queueCheckedAt;

    public string Name => DispatcherReports.WorkName;

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public bool OnOneNode => true;

    public WakeSignal Signal => signal.Signal;

    public void StandBy()
    {
        _throttle = null;
        pauses.Forget();
        state.StandBy();
    }

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        deliveries.RemoveCompleted();
        if (_throttle is null || time.GetUtcNow() - _queueCheckedAt >= QueueCheckInterval)
        {
            await CheckQueueAsync(stoppingToken);
            await lease.ReportAsync(DispatcherReports.Write(state.Current), stoppingToken);
        }
        _throttle ??= await SeedThrottleAsync(stoppingToken);
        await pauses.LookAsync(state.Current, stoppingToken);
        return await DispatchAsync(_throttle, stoppingToken);
    }

    public Task StopAsync() => deliveries.DrainAsync();

    private async Task CheckQueueAsync(CancellationToken cancellationToken)
    {
        _queueCheckedAt = time.GetUtcNow();
        await queue.ReturnFromFutureAsync(cancellationToken);
        var abandoned = await queue.AbandonAsync(deliveries.Ids, cancellationToken);
        if (abandoned > 0)
            LogAbandoned(logger, abandoned);
        state.Dispatch(await queue.CountAsync(cancellationToken));
    }

    /// <summary>Counts what any node sent within the last minute, so that a change of nodes does not exceed the limits.</summary>
    private async Task<Throttle> SeedThrottleAsync(CancellationToken cancellationToken)
    {
        var throttle = new Throttle(options.Value.PerMinute, options.Value.PerDomainPerMinute);
        foreach (var (domain, at) in await queue.RecentlyClaimedAsync(cancellationToken))
            throttle.Take(domain, at);
        return throttle;
    }

    /// <returns>How long to wait before the next round; null: the interval.</returns>
    private async Task<TimeSpan?> DispatchAsync(Throttle throttle, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        var current = state.Current;
        var resumesAt = current.PausedUntil > throttle.FreeAt ? current.PausedUntil.Value : throttle.FreeAt;
        if (resumesAt > now)
            return AtMostInterval(resumesAt - now);
        // One message is enough to find out whether the mail server has recovered.
        var free = (current.IsInTrouble ? 1 : MaxInProgress) - deliveries.Count;
        if (free <= 0)
            return null;
        var (full, firstFreeAt) = throttle.Full(now);
        var due = await judge.JudgeAsync(await queue.DueAsync(free, full, stoppingToken), stoppingToken);
        foreach (var judged in due)
            await ProcessAsync(throttle, judged, stoppingToken);
        return due.Count == free ? TimeSpan.Zero : AtMostInterval(firstFreeAt - now ?? Interval);
    }

    private async Task ProcessAsync(Throttle throttle, JudgedEmail judged, CancellationToken stoppingToken)
    {
        var (email, addressee, verdict, isCancelled, waitsUntil) = judged;
        if (isCancelled || verdict.Obstacle is not null)
        {
            if (await judge.DropAsync(judged, stoppingToken))
                metrics.Finished(isCancelled ? EmailState.Cancelled : EmailState.Skipped);
            return;
        }
        if (waitsUntil is { } opens)
        {
            await judge.PostponeAsync(email.Id, opens, stoppingToken);
            return;
        }
        var domain = EmailAddress.DomainOf(addressee!.Address!);
        if (!throttle.Allows(domain, time.GetUtcNow()))
            return;
        if (await PrepareAsync(email, addressee, verdict.Listed, stoppingToken) is not { } prepared)
            return;
        throttle.Take(domain, time.GetUtcNow());
        deliveries.Start(prepared);
    }

    private async Task<PreparedEmail?> PrepareAsync(
        Email email,
        Addressee addressee,
        IReadOnlyList<BrokenConnection> listed,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await preparation.ClaimAsync(email, addressee, listed, cancellationToken);
        }
        catch (Exception exception) when (!Failures.IsCancellation(exception, cancellationToken))
        {
            LogNotPrepared(logger, exception, email.Id);
            await outcomes.PostponeUnclaimedAsync(email, cancellationToken);
            return null;
        }
    }

    private TimeSpan AtMostInterval(TimeSpan wait) => wait < Interval ? wait : Interval;

    [LoggerMessage(LogLevel.Error, "The e-mail {Email} could not be prepared; it is retried later")]
    private static partial void LogNotPrepared(ILogger logger, Exception exception, string email);

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} e-mails were being sent by a node that stopped; it is unknown whether they were sent"
    )]
    private static partial void LogAbandoned(ILogger logger, int count);
}
