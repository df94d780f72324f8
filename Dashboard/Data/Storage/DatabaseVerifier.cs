using Dashboard.Data.Audit;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Dashboard.Data.Storage;

/// <summary>What a verification of a SQLite database found.</summary>
public sealed record DatabaseVerdict
{
    /// <summary>Null when it can't be read.</summary>
    public DatabaseSummary? Summary { get; init; }

    /// <summary>What makes the file unusable, each as a sentence.</summary>
    public IReadOnlyList<string> Damage { get; init; } = [];

    /// <summary>Kept counts that are wrong, which can be rebuilt.</summary>
    public IReadOnlyList<CountDifference> Counts { get; init; } = [];

    /// <summary>Where the audit trail is broken; null while it is intact.</summary>
    public AuditFinding? Audit { get; init; }

    /// <summary>Changes of the schema that the next start makes; the contents are checked only without any.</summary>
    public int Pending { get; init; }

    public bool IsUsable => Damage.Count == 0;

    public bool IsGood => IsUsable && Counts.Count == 0 && Audit is null;
}

/// <summary>Verifies a SQLite database, also while a server writes to it. Writes nothing.</summary>
internal static class DatabaseVerifier
{
    private const int MaxFindings = 20;

    /// <summary>Whether the file is whole and of a version that this program knows.</summary>
    public static DatabaseVerdict VerifyFile(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = SqliteFile.Open(path, SqliteOpenMode.ReadOnly);
            // A large file takes minutes; what is interrupted counts as damage, and the caller asks the token.
            using var stop = cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle!));
            List<string> damage = [.. Integrity(connection), .. ForeignKeys(connection)];
            using var db = Context(path);
            // EF takes a missing table of them for an empty one.
            var applied = db.Database.GetAppliedMigrations().ToList();
            var known = db.Database.GetMigrations().ToList();
            if (applied.Count == 0)
                return new()
                {
                    Damage = [.. damage, "It is a SQLite database, but not one of this dashboard."],
                };
            if (applied.Except(known, StringComparer.Ordinal).ToList() is [_, ..] newer)
                damage.Add($"A newer version wrote it: {newer[^1]} is not known here. Use that version.");
            return new()
            {
                Summary = DatabaseSummary.Of(connection),
                Damage = damage,
                Pending = known.Except(applied, StringComparer.Ordinal).Count(),
            };
        }
        catch (Exception exception) when (exception is SqliteException or InvalidOperationException)
        {
            return new() { Damage = [$"It can't be read: {exception.Message.ReplaceLineEndings(" ")}"] };
        }
    }

    /// <summary>The file, and whether what is kept in it agrees: counts and the audit trail.</summary>
    public static async Task<DatabaseVerdict> VerifyAsync(string path, CancellationToken cancellationToken)
    {
        var verdict = await Task.Run(() => VerifyFile(path, cancellationToken), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (!verdict.IsUsable || verdict.Pending > 0)
            return verdict;
        await using var db = Context(path);
        return verdict with
        {
            Counts = await KeptCounts.DifferencesAsync(db, cancellationToken),
            Audit = (
                await new AuditVerifier(new ReadOnlyContexts(SettingsOf(path))).VerifyAsync(
                    cancellationToken: cancellationToken
                )
            ).Finding,
        };
    }

    private static DashboardDbContext Context(string path) =>
        new ReadOnlyContexts(SettingsOf(path)).CreateDbContext();

    private static DatabaseOptions SettingsOf(string path) =>
        new() { ConnectionString = SqliteFile.ConnectionString(path, SqliteOpenMode.ReadOnly) };

    private static IEnumerable<string> Integrity(SqliteConnection connection) =>
        Rows(connection, $"PRAGMA integrity_check({MaxFindings})", row => row.GetString(0))
            .Where(found => found != "ok")
            .Select(found => $"SQLite finds: {found.ReplaceLineEndings(" ")}");

    private static IEnumerable<string> ForeignKeys(SqliteConnection connection) =>
        Rows(
                connection,
                "PRAGMA foreign_key_check",
                row => $"{row.GetString(0)} refers to a row of {row.GetString(2)} that is missing"
            )
            .GroupBy(found => found, StringComparer.Ordinal)
            .Select(same => $"{same.Key}, at least {same.Count()} times.");

    private static List<string> Rows(
        SqliteConnection connection,
        string sql,
        Func<SqliteDataReader, string> read
    )
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        // A large file takes minutes.
        command.CommandTimeout = 0;
        using var rows = command.ExecuteReader();
        List<string> found = [];
        while (found.Count < MaxFindings && rows.Read())
            found.Add(read(rows));
        return found;
    }
}
