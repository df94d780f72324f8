using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>
/// Looks at each start whether SQL Server gives readers the last committed rows (read-committed snapshot).
/// Without it screens wait for the webhook writer, and the writer for them: nothing is lost, but both are slow and
/// deadlocks are common. So the start continues with a warning that tells what to run. A server that can't tell
/// is not warned about.
/// </summary>
internal sealed partial class ReadCommittedSnapshotCheck(
    IDbContextFactory<DashboardDbContext> contexts,
    ILogger<ReadCommittedSnapshotCheck> logger
) : StartupWork
{
    internal const string Query =
        "SELECT [name], [is_read_committed_snapshot_on] FROM [sys].[databases] WHERE [database_id] = DB_ID();";

    /// <summary>The T-SQL that switches it on, for a database of any name.</summary>
    internal static string Remedy(string database) =>
        $"ALTER DATABASE [{database.Replace("]", "]]", StringComparison.Ordinal)}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;";

    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await ReadAsync(cancellationToken) is (var database, false))
                LogOff(logger, database, Remedy(database));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A server that speaks SQL Server's protocol need not have its views.
            LogUnreadable(logger, exception.GetType().Name);
        }
    }

    // Not by EF, which would log an error of a server that does not know the view.
    private async Task<(string Database, bool IsOn)?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = Query;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetBoolean(1)) : null;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Read-committed snapshot is off in the database {Database}: screens and webhooks wait for each other. Its owner should run: {Remedy}"
    )]
    private static partial void LogOff(ILogger logger, string database, string remedy);

    [LoggerMessage(
        LogLevel.Information,
        "The server does not say whether read-committed snapshot is on ({Kind})"
    )]
    private static partial void LogUnreadable(ILogger logger, string kind);
}
