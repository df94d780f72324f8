using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>The one way to run work that reads and writes in one transaction.</summary>
public static class Transactions
{
    private const int MaxAttempts = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    // A conflict means that another writer has committed: with several nodes under load it may happen many times in a row.
    // SnapTrade sends a delivery again that was not answered, so it must not wait much longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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
        var (began, pause) = (TimeProvider.System.GetTimestamp(), TimeSpan.Zero);
        for (var attempt = 1; ; attempt++)
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
            catch (Exception exception) when (IsLost(db, exception) && IsPatient(began))
            {
                pause = FirstPause * Random.Shared.NextDouble();
            }
            catch (Exception exception)
                when (attempt < MaxAttempts && IsWorthAnotherAttempt(db, exception) && !IsLost(db, exception))
            {
                pause = FirstPause * Math.Pow(2, attempt) * (0.5 + Random.Shared.NextDouble());
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

    // Another writer was first, and has committed: each attempt starts from there, so a long pause would only let others
    // win again.
    private static bool IsLost(DashboardDbContext db, Exception exception) =>
        exception is DbUpdateConcurrencyException
        || db.IsUniqueViolation(exception)
        || db.IsDeadlock(exception);

    private static bool IsPatient(long began) => TimeProvider.System.GetElapsedTime(began) < Patience;
}
