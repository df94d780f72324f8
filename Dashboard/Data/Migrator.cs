using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>
/// Migrates the database before anything else starts. EF takes a lock in the database, so one of
/// several nodes migrates and the others wait.
/// </summary>
internal sealed partial class Migrator(
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time,
    ILogger<Migrator> logger
) : StartupWork
{
    // Longer than any of our migrations: an older lock belongs to a killed process.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var place = DatabasePlace.Of(db);
        try
        {
            await MigrateAsync(db, cancellationToken);
        }
        catch (Exception exception) when (DatabasePlace.IsUnusable(exception))
        {
            throw DatabasePlace.Refusal(place, FileOf(db), exception);
        }
    }

    private async Task MigrateAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        if (db is SqliteDashboardDbContext)
            await PrepareFileAsync(db, cancellationToken);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
            return;
        LogMigrating(logger, pending.Count);
        using var migrated = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clearing = ClearWhileWaitingAsync(migrated.Token);
        try
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await migrated.CancelAsync();
            await clearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PrepareFileAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var file = FileOf(db)!;
        if (Path.GetDirectoryName(file) is { } folder)
            Directory.CreateDirectory(folder);
        if (!File.Exists(file))
            return;
        // Opened separately, because EF logs a failed query with a stack trace, but not a failed open.
        await db.Database.OpenConnectionAsync(cancellationToken);
        await ClearAbandonedLockAsync(db, cancellationToken);
        await db.Database.CloseConnectionAsync();
    }

    private static string? FileOf(DashboardDbContext db) =>
        db is SqliteDashboardDbContext ? Path.GetFullPath(db.Database.GetDbConnection().DataSource) : null;

    // Repeated while EF waits for the lock, which it does without a timeout.
    private async Task ClearWhileWaitingAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (db is not SqliteDashboardDbContext)
                return;
            await ClearAbandonedLockAsync(db, cancellationToken);
        }
    }

    private async Task ClearAbandonedLockAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        // Unlike SQL Server's, EF's lock in SQLite is a row, which remains after a process is killed.
        var tables = await db
            .Database.SqlQuery<int>(
                $"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'"
            )
            .SingleAsync(cancellationToken);
        var oldest = (time.GetUtcNow() - AbandonedAfter).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss");
        if (tables > 0)
            await db.Database.ExecuteSqlAsync(
                $"DELETE FROM __EFMigrationsLock WHERE Timestamp < {oldest}",
                cancellationToken
            );
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applying {Count} database migrations")]
    private static partial void LogMigrating(ILogger logger, int count);
}
