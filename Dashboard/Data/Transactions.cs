using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>The one way to run work that reads and writes in one transaction.</summary>
public static class Transactions
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and commits it. After a conflict with another writer or a transient
    /// failure the work runs again from the start, with a fresh context: for ten seconds while other writers win, and
    /// otherwise up to five times with growing, random pauses.
    /// </summary>
    /// <param name="contexts">Creates the context of each attempt.</param>
    /// <param name="work">
    /// Must have no effects except on its context. It saves its own changes; returning without saving commits nothing.
    /// </param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled before the commit.</exception>
    public static async Task<T> InTransactionAsync<T>(
        this IDbContextFactory<DashboardDbContext> contexts,
        Func<DashboardDbContext, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        var attempts = new Attempts();
        var pause = TimeSpan.Zero;
        while (true)
        {
            // Conflicts are resolved in real time, whatever clock the application uses.
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, cancellationToken);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                var result = await work(db, cancellationToken);
                await transaction.CommitAsync(CancellationToken.None);
                return result;
            }
            catch (Exception exception)
            {
                if (attempts.PauseAfter(db, exception) is not { } next)
                    throw;
                pause = next;
            }
        }
    }

    /// <inheritdoc cref="InTransactionAsync{T}"/>
    public static Task InTransactionAsync(
        this IDbContextFactory<DashboardDbContext> contexts,
        Func<DashboardDbContext, CancellationToken, Task> work,
        CancellationToken cancellationToken
    ) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                await work(db, token);
                return true;
            },
            cancellationToken
        );

    /// <summary>Whether the same work may succeed when it runs again from the start.</summary>
    internal static bool IsWorthAnotherAttempt(DashboardDbContext db, Exception exception) =>
        IsLost(db, exception) || db.IsTransient(exception);

    // Another writer was first, and has committed: each attempt starts from there.
    private static bool IsLost(DashboardDbContext db, Exception exception) =>
        exception is DbUpdateConcurrencyException
        || db.IsUniqueViolation(exception)
        || db.IsDeadlock(exception);

    private sealed class Attempts
    {
        private const int MaxFailed = 5;

        // A row that exists for good is not told from one that another writer has just inserted.
        private const int MaxTaken = 20;

        // With several nodes under load a writer may lose many times in a row, and after long pauses it would lose again.
        // SnapTrade sends a delivery again that was not answered, so it must not wait much longer.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
        private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

        private readonly long _began = TimeProvider.System.GetTimestamp();
        private int _lost;
        private int _taken;
        private int _failed;

        /// <returns>How long to wait before the next attempt; null when there is none.</returns>
        public TimeSpan? PauseAfter(DashboardDbContext db, Exception exception)
        {
            if (!IsLost(db, exception))
                return db.IsTransient(exception) && ++_failed < MaxFailed
                    ? FirstPause * Math.Pow(2, _failed) * (0.5 + Random.Shared.NextDouble())
                    : null;
            if (db.IsUniqueViolation(exception) && ++_taken > MaxTaken)
                return null;
            if (TimeProvider.System.GetElapsedTime(_began) >= Patience)
                return null;
            var most = FirstPause * ++_lost;
            return (most < LongestPause ? most : LongestPause) * Random.Shared.NextDouble();
        }
    }
}
