using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dashboard.Data.Storage;

/// <summary>
/// Copies a SQLite database as it is at one moment, while others write to it: a read transaction holds the moment, which in
/// WAL mode makes nobody wait.
/// </summary>
internal static class SqliteCopy
{
    private const int PagesPerStep = 256;
    private const int Done = 101;
    private const string Main = "main";

    /// <summary>Copies into a new file that is complete by itself, without a log beside it.</summary>
    /// <param name="from">A database.</param>
    /// <param name="to">A file that does not exist, or is empty.</param>
    /// <param name="onStep">Called between steps with the share that is done.</param>
    /// <param name="cancellationToken">Cancels between steps; the unfinished file remains.</param>
    /// <returns>What the source held at that moment.</returns>
    /// <exception cref="SqliteException">The source can't be read, or the copy not written.</exception>
    public static async Task<DatabaseSummary> RunAsync(
        string from,
        string to,
        Func<double, Task>? onStep,
        CancellationToken cancellationToken
    )
    {
        await using var source = SqliteFile.Open(from, SqliteOpenMode.ReadOnly);
        await using var moment = source.BeginTransaction(deferred: true);
        var summary = DatabaseSummary.Of(source);
        await using (var copy = SqliteFile.Open(to, SqliteOpenMode.ReadWriteCreate))
        {
            await CopyAsync(source.Handle!, copy.Handle!, onStep, cancellationToken);
            _ = copy.Scalar<string>("PRAGMA journal_mode=DELETE");
        }
        return summary;
    }

    private static async Task CopyAsync(
        sqlite3 source,
        sqlite3 copy,
        Func<double, Task>? onStep,
        CancellationToken cancellationToken
    )
    {
        using var backup = raw.sqlite3_backup_init(copy, Main, source, Main);
        if (backup is null || backup.IsInvalid)
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(copy), copy);
        while (true)
        {
            var result = raw.sqlite3_backup_step(backup, PagesPerStep);
            if (result == Done)
                return;
            SqliteException.ThrowExceptionForRC(result, copy);
            cancellationToken.ThrowIfCancellationRequested();
            var total = Math.Max(1, raw.sqlite3_backup_pagecount(backup));
            if (onStep is not null)
                await onStep(1 - ((double)raw.sqlite3_backup_remaining(backup) / total));
        }
    }
}

/// <summary>What tells two copies of a database apart; cheap to read.</summary>
/// <param name="Bytes">Its size as one file.</param>
/// <param name="Migrations">How many changes of the schema it has.</param>
/// <param name="LastEvent">The highest number of an event.</param>
/// <param name="LastEntry">The number of the last entry of the audit trail.</param>
/// <param name="Connections">As kept by health.</param>
public sealed record DatabaseSummary(
    long Bytes,
    long Migrations,
    long LastEvent,
    long LastEntry,
    long Connections
)
{
    internal static DatabaseSummary Of(SqliteConnection db) =>
        new(
            db.Scalar<long>("PRAGMA page_count") * db.Scalar<long>("PRAGMA page_size"),
            db.Scalar<long>("SELECT COUNT(*) FROM __EFMigrationsHistory"),
            db.Scalar<long>("SELECT COALESCE(MAX(Id), 0) FROM Events"),
            db.Scalar<long>("SELECT COALESCE(MAX(LastNumber), 0) FROM AuditHeads"),
            db.Scalar<long>("SELECT COALESCE(SUM(Total), 0) FROM HealthCounts")
        );
}
