using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>The result for one event.</summary>
public enum Appended
{
    Accepted,

    /// <summary>An event with that key was accepted before; nothing changed.</summary>
    Duplicate,
}

/// <summary>SnapTrade's response about one connection.</summary>
/// <param name="RequestedAt">When the request began, by SnapTrade's clock.</param>
/// <param name="Health"><see cref="Health.Deleted"/> when SnapTrade no longer knows it.</param>
/// <param name="BrokenAt">SnapTrade's <c>disabled_date</c>.</param>
/// <param name="CreatedAt">SnapTrade's <c>created_date</c>.</param>
/// <param name="IsFirstLook">Whether the user's connections were never completely compared before.</param>
/// <param name="PassId">The pass over all users that the check belongs to; null for a single check.</param>
public sealed record ConnectionCheck(
    string ConnectionId,
    string UserId,
    DateTimeOffset RequestedAt,
    Health Health,
    DateTimeOffset? BrokenAt = null,
    string? BrokerageId = null,
    string? Name = null,
    string? Type = null,
    DateTimeOffset? CreatedAt = null,
    bool IsFirstLook = false,
    long? PassId = null
);

/// <summary>
/// The only writer of the history. Events, projected state, episodes and counts change in one
/// transaction; changes are published after the commit. Future times count as now, and are logged.
/// </summary>
public sealed partial class EventLog(
    IDbContextFactory<DashboardDbContext> contexts,
    IConnectionChangePublisher publisher,
    TimeProvider time,
    ILogger<EventLog>? logger = null
)
{
    /// <summary>Commits the events and returns the result of each, in their order.</summary>
    /// <param name="events">Any number, in any order; more than about 500 don't improve throughput.</param>
    /// <param name="alongside">Writes that belong to the same transaction; run again when the transaction is.</param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    public async Task<IReadOnlyList<Appended>> AppendAsync(
        IReadOnlyList<IncomingEvent> events,
        Func<DashboardDbContext, CancellationToken, Task>? alongside = null,
        CancellationToken cancellationToken = default
    )
    {
        var now = time.GetUtcNow();
        Tell(events.Select(e => e.OccurredAt), now);
        var timely = IntakeTimes.Correct(events, now);
        return (
            await CommitAsync(db => new EventBatch(db, timely, []), alongside, cancellationToken)
        ).Results;
    }

    /// <summary>Records the results of checks. A difference from the stored state becomes an event.</summary>
    /// <param name="checks">SnapTrade's responses, at most one per connection.</param>
    /// <param name="alongside">Writes that belong to the same transaction; run again when the transaction is.</param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    /// <returns>The differences.</returns>
    public async Task<IReadOnlyList<Difference>> RecordAsync(
        IReadOnlyList<ConnectionCheck> checks,
        Func<DashboardDbContext, CancellationToken, Task>? alongside = null,
        CancellationToken cancellationToken = default
    )
    {
        var now = time.GetUtcNow();
        Tell(checks.Select(c => c.RequestedAt), now);
        var timely = IntakeTimes.Correct(checks, now);
        return (
            await CommitAsync(db => new EventBatch(db, [], timely), alongside, cancellationToken)
        ).Differences;
    }

    private void Tell(IEnumerable<DateTimeOffset> times, DateTimeOffset now)
    {
        var ahead = times.Where(at => OutsideTime.IsAhead(at, now)).ToList();
        if (ahead.Count > 0 && logger is not null)
            LogAhead(logger, ahead.Count, ahead.Max() - now);
    }

    private async Task<EventBatch> CommitAsync(
        Func<DashboardDbContext, EventBatch> create,
        Func<DashboardDbContext, CancellationToken, Task>? alongside,
        CancellationToken cancellationToken
    )
    {
        var batch = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var attempt = create(db);
                await attempt.RunAsync(time.GetUtcNow(), token);
                if (alongside is not null)
                    await alongside(db, token);
                return attempt;
            },
            cancellationToken
        );
        await publisher.PublishAsync(batch.Changes, CancellationToken.None);
        return batch;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} events or checks are dated up to {Ahead} ahead and count as now: a clock is wrong, SnapTrade's or this machine's"
    )]
    private static partial void LogAhead(ILogger logger, int count, TimeSpan ahead);
}
