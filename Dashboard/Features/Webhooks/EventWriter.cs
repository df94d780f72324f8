using System.Threading.Channels;
using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;
using ActivityContext = System.Diagnostics.ActivityContext;
using ActivityStatusCode = System.Diagnostics.ActivityStatusCode;

namespace Dashboard.Features.Webhooks;

/// <summary>
/// Group commit: deliveries that arrive while one transaction is being committed share the next. A delivery
/// is answered only after its commit. The queue is bounded in number and in bytes; more is refused.
/// </summary>
public sealed partial class EventWriter(
    EventLog log,
    IDbContextFactory<DashboardDbContext> contexts,
    CommitHealth health,
    WriterPulse pulse,
    ILogger<EventWriter> logger
) : BackgroundService
{
    // About 20 ms of work: larger batches gain little and make the last delivery wait for the first.
    private const int MaxPerCommit = 512;
    private const int AnswersAtATime = 32;
    private const int MaxWaiting = 8192;
    private const long MaxBytesWaiting = 64 * 1024 * 1024;

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true }
    );
    private long _bytesWaiting;
    private volatile bool _isRunning;

    public bool IsRunning => _isRunning;

    /// <summary>Completes when the event is committed.</summary>
    /// <exception cref="NotCommittedException">The queue is full, the process is stopping, or the database failed.</exception>
    public Task<Appended> WriteAsync(IncomingEvent incoming)
    {
        var waiting = new Waiting(incoming);
        if (
            Interlocked.Add(ref _bytesWaiting, waiting.Bytes) > MaxBytesWaiting
            || !_queue.Writer.TryWrite(waiting)
        )
        {
            Interlocked.Add(ref _bytesWaiting, -waiting.Bytes);
            throw new NotCommittedException("Too many events are waiting to be written.");
        }
        return waiting.Committed.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A commit blocks its thread with SQLite, so the writer must not run on the host's start-up thread.
        await Task.Yield();
        await using var registration = stoppingToken.Register(() => _queue.Writer.TryComplete());
        _isRunning = true;
        var batch = new List<Waiting>(MaxPerCommit);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < MaxPerCommit && _queue.Reader.TryRead(out var waiting))
                batch.Add(waiting);
            await CommitAsync(batch);
            Interlocked.Add(ref _bytesWaiting, -batch.Sum(w => w.Bytes));
            batch.Clear();
        }
        _isRunning = false;
    }

    private async Task CommitAsync(List<Waiting> batch)
    {
        if (await TryCommitAsync(batch) is not { } exception)
            return;
        if (batch.Count > 1 && !await IsDatabaseFailingAsync(exception))
            await CommitOneByOneAsync(batch);
        else
            Refuse(batch, exception);
    }

    // One event that the database refuses must not prevent the others.
    private async Task CommitOneByOneAsync(List<Waiting> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (await TryCommitAsync([batch[i]]) is not { } exception)
                continue;
            // If the database itself fails now, each of the others would wait as long as this one did.
            var isFailing = await IsDatabaseFailingAsync(exception);
            Refuse(isFailing ? batch[i..] : [batch[i]], exception);
            if (isFailing)
                return;
        }
    }

    /// <returns>Why nothing was committed; null when all was.</returns>
    private async Task<Exception?> TryCommitAsync(List<Waiting> batch)
    {
        using var span = Traces.Start(Traces.Commit, batch.Select(w => w.Cause));
        span?.SetTag("messaging.batch.message_count", batch.Count);
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            var results = await log.AppendAsync(batch.ConvertAll(w => w.Incoming));
            // Known events write nothing.
            if (results.Any(result => result != Appended.Duplicate))
                health.Succeeded();
            pulse.Committed(TimeProvider.System.GetElapsedTime(began), _queue.Reader.Count);
            Answer(batch, (waiting, i) => waiting.Committed.SetResult(results[i]));
            return null;
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            LogNotCommitted(logger, exception, batch.Count);
            return exception;
        }
    }

    private void Refuse(List<Waiting> batch, Exception exception)
    {
        health.Failed(exception);
        var refusal = new NotCommittedException("The database did not accept the event.", exception);
        Answer(batch, (waiting, _) => waiting.Committed.SetException(refusal));
    }

    // In a few work items: waking a thread for each answer would cost as much as sending it.
    private static void Answer(List<Waiting> batch, Action<Waiting, int> answer)
    {
        var number = 0;
        foreach (var some in batch.Chunk(AnswersAtATime))
        {
            var first = number;
            number += some.Length;
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    for (var i = 0; i < some.Length; i++)
                        answer(some[i], first + i);
                },
                null
            );
        }
    }

    private async Task<bool> IsDatabaseFailingAsync(Exception exception)
    {
        await using var db = await contexts.CreateDbContextAsync();
        // Who loses to other writers as a batch would lose with each of its events too.
        return exception is DbUpdateConcurrencyException
            || db.IsTransient(exception)
            || !await db.Database.CanConnectAsync();
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Count} events were not committed; SnapTrade is asked to send them again"
    )]
    private static partial void LogNotCommitted(ILogger logger, Exception exception, int count);

    private sealed class Waiting(IncomingEvent incoming)
    {
        public IncomingEvent Incoming => incoming;

        /// <summary>The span of the delivery.</summary>
        public ActivityContext Cause { get; } = Traces.Here;

        public long Bytes { get; } = 512 + 2L * (incoming.Payload?.Length ?? 0);
        public TaskCompletionSource<Appended> Committed { get; } = new();
    }
}
