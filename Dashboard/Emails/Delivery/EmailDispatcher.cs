using Dashboard.Domain.Emails;
using Microsoft.Extensions.Options;

namespace Dashboard.Emails.Delivery;

/// <summary>
/// Sends what is queued: one node at a time, in the order in which it is due, no faster than allowed, a few
/// messages side by side. Ends by finishing what it has in hand.
/// </summary>
internal sealed partial class EmailDispatcher(
    DispatcherLease lease,
    DueEmails queue,
    EmailJudge judge,
    EmailPreparation preparation,
    EmailDelivery delivery,
    EmailOutcomes outcomes,
    EmailSignal signal,
    DispatcherState state,
    DeliveryMetrics metrics,
    IOptions<DeliveryOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<EmailDispatcher> logger
) : BackgroundService
{
    /// <summary>How often it looks when nothing tells it to.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>How long it waits, when the process is to end, for the mail server to answer.</summary>
    public static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(15);

    // While one waits for the mail server, the others are claimed and written down.
    private const int MostInHand = 4;

    private readonly List<(string Id, Task Delivery)> _inHand = [];
    private Throttle _throttle = Fresh(options.Value);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Services are stopped one after the other, and those before this one may use up the time for all.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            stoppingToken,
            lifetime.ApplicationStopping
        );
        // Links need the address that the server listens at.
        if (!await HasStartedAsync(stopping.Token))
            return;
        using var drained = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var ending = stopping.Token.Register(() => drained.CancelAfter(DrainFor));
        await RunAsync(drained.Token, stopping.Token);
        await Task.WhenAll(_inHand.Select(d => d.Delivery));
        await lease.ReleaseAsync();
    }

    private async Task RunAsync(CancellationToken drained, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var pause = await RunRoundAsync(drained, stoppingToken);
                if (pause > TimeSpan.Zero)
                    await signal.WaitAsync(pause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> HasStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var starting = lifetime.ApplicationStarted.Register(started.SetResult);
        await using var ending = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        await started.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stoppingToken.IsCancellationRequested;
    }

    /// <returns>How long there is nothing to do, unless somebody says so.</returns>
    private async Task<TimeSpan> RunRoundAsync(CancellationToken drained, CancellationToken stoppingToken)
    {
        try
        {
            _inHand.RemoveAll(d => d.Delivery.IsCompleted);
            if (lease.IsDue)
                await RenewLeaseAsync(stoppingToken);
            return lease.IsHeld ? await DispatchAsync(drained, stoppingToken) : LookEvery;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogRoundFailed(logger, exception);
            return LookEvery;
        }
    }

    private async Task RenewLeaseAsync(CancellationToken cancellationToken)
    {
        var wasHeld = lease.IsHeld;
        await lease.RenewAsync(cancellationToken);
        if (!lease.IsHeld)
        {
            state.StandsBy();
            return;
        }
        if (!wasHeld)
        {
            _throttle = Fresh(options.Value);
            foreach (var (domain, at) in await queue.LatelyClaimedAsync(cancellationToken))
                _throttle.Take(domain, at);
        }
        var abandoned = await queue.AbandonAsync(_inHand.ConvertAll(d => d.Id), cancellationToken);
        if (abandoned > 0)
            LogAbandoned(logger, abandoned);
        state.Dispatches(await queue.CountAsync(cancellationToken));
    }

    private async Task<TimeSpan> DispatchAsync(CancellationToken drained, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        var current = state.Current;
        var resumesAt = current.PausedUntil > _throttle.FreeAt ? current.PausedUntil.Value : _throttle.FreeAt;
        if (resumesAt > now)
            return Shorter(resumesAt - now);
        // One message finds out whether a mail server in trouble has recovered as well as four do.
        var room = (current.IsInTrouble ? 1 : MostInHand) - _inHand.Count;
        if (room <= 0)
            return LookEvery;
        var (full, firstFreeAt) = _throttle.Full(now);
        var due = await judge.JudgeAsync(await queue.DueAsync(room, full, stoppingToken), stoppingToken);
        foreach (var judged in due)
            await TakeUpAsync(judged, drained, stoppingToken);
        return due.Count == room ? TimeSpan.Zero : Shorter(firstFreeAt - now ?? LookEvery);
    }

    private async Task TakeUpAsync(
        JudgedEmail judged,
        CancellationToken drained,
        CancellationToken stoppingToken
    )
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
            await judge.PutOffAsync(email.Id, opens, stoppingToken);
            return;
        }
        var domain = EmailAddress.DomainOf(addressee!.Address!);
        if (!_throttle.Takes(domain, time.GetUtcNow()))
            return;
        if (await PrepareAsync(email, addressee, verdict.Listed, stoppingToken) is not { } prepared)
            return;
        _throttle.Take(domain, time.GetUtcNow());
        var task = Task.Run(() => delivery.DeliverAsync(prepared, drained), CancellationToken.None);
        _inHand.Add((email.Id, task));
        _ = task.ContinueWith(_ => signal.Wake(), TaskScheduler.Default);
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
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotPrepared(logger, exception, email.Id);
            await outcomes.SetAsideAsync(email, cancellationToken);
            return null;
        }
    }

    private static TimeSpan Shorter(TimeSpan wait) => wait < LookEvery ? wait : LookEvery;

    private static Throttle Fresh(DeliveryOptions options) =>
        new(options.PerMinute, options.PerDomainPerMinute);

    [LoggerMessage(
        LogLevel.Error,
        "E-mails could not be looked for; that is tried again within a few seconds"
    )]
    private static partial void LogRoundFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "The e-mail {Email} could not be prepared; it is tried again later")]
    private static partial void LogNotPrepared(ILogger logger, Exception exception, string email);

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} e-mails were in hand of a node that ended: whether they went out is unsure"
    )]
    private static partial void LogAbandoned(ILogger logger, int count);
}
