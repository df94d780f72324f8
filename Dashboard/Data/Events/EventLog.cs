using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>What became of one event.</summary>
public enum Appended
{
    Accepted,

    /// <summary>An event with that key was accepted before; nothing changed.</summary>
    Duplicate,
}

/// <summary>What SnapTrade answered when asked for one connection.</summary>
/// <param name="RequestedAt">When the request began, by SnapTrade's clock.</param>
/// <param name="Health"><see cref="Health.Deleted"/> when SnapTrade does not know it any more.</param>
/// <param name="BrokenAt">SnapTrade's <c>disabled_date</c>.</param>
/// <param name="CreatedAt">SnapTrade's <c>created_date</c>.</param>
/// <param name="IsFirstLook">The user's connections were never all compared before.</param>
/// <param name="PassId">The pass over all users that asked; null: somebody or something asked for this one.</param>
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
/// The one way into the history. Events, projected state, episodes and counts change together or not at
/// all; only after the commit is the change published.
/// </summary>
public sealed class EventLog(
    IDbContextFactory<DashboardDbContext> contexts,
    IConnectionChangePublisher publisher,
    TimeProvider time
)
{
    // Each try starts from what the other writer committed, so it gets through unless the database is failing.
    private const int Tries = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Commits the events and returns what became of each, in their order.</summary>
    /// <param name="events">Any number, in any order; about 500 is the most that gains speed.</param>
    /// <param name="alongside">Writes that belong to the same transaction; run again when the transaction is.</param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    public async Task<IReadOnlyList<Appended>> AppendAsync(
        IReadOnlyList<IncomingEvent> events,
        Func<DashboardDbContext, CancellationToken, Task>? alongside = null,
        CancellationToken cancellationToken = default
    ) => (await CommitAsync(db => new EventBatch(db, events, []), alongside, cancellationToken)).Results;

    /// <summary>Records what checks found. A difference to what was believed becomes an event.</summary>
    /// <param name="checks">What SnapTrade answered, once a connection.</param>
    /// <param name="alongside">Writes that belong to the same transaction; run again when the transaction is.</param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    /// <returns>The differences.</returns>
    public async Task<IReadOnlyList<Difference>> RecordAsync(
        IReadOnlyList<ConnectionCheck> checks,
        Func<DashboardDbContext, CancellationToken, Task>? alongside = null,
        CancellationToken cancellationToken = default
    ) => (await CommitAsync(db => new EventBatch(db, [], checks), alongside, cancellationToken)).Differences;

    private async Task<EventBatch> CommitAsync(
        Func<DashboardDbContext, EventBatch> create,
        Func<DashboardDbContext, CancellationToken, Task>? alongside,
        CancellationToken cancellationToken
    )
    {
        var pause = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellationToken);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                var batch = create(db);
                await batch.RunAsync(time.GetUtcNow(), cancellationToken);
                if (alongside is not null)
                    await alongside(db, cancellationToken);
                await transaction.CommitAsync(CancellationToken.None);
                await publisher.PublishAsync(batch.Changes, CancellationToken.None);
                return batch;
            }
            catch (Exception exception) when (attempt < Tries && IsWorthAnotherTry(db, exception))
            {
                pause = PauseAfter(attempt, db.IsTransient(exception));
            }
        }
    }

    // Whoever collided has committed, so the first repeat need not wait; writers that keep colliding, or a
    // database in trouble, need a moment, and not all the same one.
    private static TimeSpan PauseAfter(int attempt, bool isTransient) =>
        isTransient || attempt > 1
            ? FirstPause * Math.Pow(2, attempt) * (0.5 + Random.Shared.NextDouble())
            : TimeSpan.Zero;

    private static bool IsWorthAnotherTry(DashboardDbContext db, Exception exception) =>
        exception is DbUpdateConcurrencyException
        || db.IsUniqueViolation(exception)
        || db.IsTransient(exception);
}
