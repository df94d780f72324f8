using Dashboard.Domain;

namespace Dashboard.Data.Work;

/// <summary>
/// Runs recurring work once the application has started: waits between runs, lets one node do it when the work has a
/// lease, survives failed runs, and ends the work and releases the lease when the process ends.
/// </summary>
internal sealed partial class LeasedLoop<TWork>(
    TWork work,
    WorkLeases leases,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<TWork> logger
) : BackgroundService
    where TWork : IRecurringWork
{
    // Another node can take the lease after it expires, so releasing it must not delay the end of the process.
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(2);

    // Work that hangs keeps its lease, so that no other node does it.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(10);

    // Daily work must not stay undone for a day because the database was away for a moment.
    private static readonly TimeSpan LongestPauseAfterFailure = TimeSpan.FromMinutes(5);

    private readonly Lease _lease = new(leases, work.Name, work.OnOneNode);
    private readonly WakeSignal _signal = work.Signal ?? new WakeSignal();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Services stop one after the other; those before this one may use up the time for all.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            stoppingToken,
            lifetime.ApplicationStopping
        );
        try
        {
            await RunAsync(stopping.Token);
        }
        catch (Exception exception) when (Failures.IsCancellation(exception, stopping.Token))
        {
            // The process ends. Providers may report the cancellation as an error when EF Core is not used.
        }
        await TryAsync(work.StopAsync);
        await TryAsync(ReleaseAsync);
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        await StartedAsync(stopping);
        var pause = work.WaitsFirst ? work.Interval : TimeSpan.Zero;
        while (true)
        {
            if (pause > TimeSpan.Zero)
                await _signal.WaitAsync(pause, time, stopping);
            stopping.ThrowIfCancellationRequested();
            pause = await RunOnceAsync(stopping);
        }
    }

    // Work may need the schema, which a service beside this one migrates, and the address at which the server listens.
    private async Task StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var starting = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stopping);
    }

    private async Task<TimeSpan> RunOnceAsync(CancellationToken stopping)
    {
        try
        {
            if (await _lease.HoldAsync(stopping))
                return await RunWorkAsync(stopping) ?? work.Interval;
            work.StandBy();
            return AtMost(WorkLeases.LookEvery);
        }
        catch (Exception exception) when (!Failures.IsCancellation(exception, stopping))
        {
            var pause = AtMost(LongestPauseAfterFailure);
            LogFailed(logger, exception, work.Name, pause);
            return pause;
        }
    }

    private TimeSpan AtMost(TimeSpan longest) => work.Interval < longest ? work.Interval : longest;

    private async Task<TimeSpan?> RunWorkAsync(CancellationToken stopping)
    {
        await using var watch = time.CreateTimer(
            _ => LogStuck(logger, work.Name, LongestStep),
            state: null,
            LongestStep,
            Timeout.InfiniteTimeSpan
        );
        _lease.Asked = () => watch.Change(LongestStep, Timeout.InfiniteTimeSpan);
        try
        {
            return await work.RunAsync(_lease, stopping);
        }
        finally
        {
            _lease.Asked = null;
        }
    }

    private async Task ReleaseAsync()
    {
        using var timeout = new CancellationTokenSource(ReleaseTimeout, time);
        await _lease.ReleaseAsync(timeout.Token);
    }

    // Work that does not end cleanly must not keep its lease from the other nodes.
    private async Task TryAsync(Func<Task> end)
    {
        try
        {
            await end();
        }
        catch (Exception exception)
        {
            LogNotEnded(logger, exception, work.Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Work} failed; the next run is in {Interval}")]
    private static partial void LogFailed(
        ILogger logger,
        Exception exception,
        string work,
        TimeSpan interval
    );

    [LoggerMessage(
        LogLevel.Error,
        "{Work} has made no progress for {Longest}. If it does not go on soon, start this node again: no other node takes it over from a node that lives"
    )]
    private static partial void LogStuck(ILogger logger, string work, TimeSpan longest);

    [LoggerMessage(LogLevel.Warning, "{Work} did not end cleanly; its lease expires by itself")]
    private static partial void LogNotEnded(ILogger logger, Exception exception, string work);
}
