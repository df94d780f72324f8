using System.Globalization;
using System.IO.Compression;
using Dashboard.Data;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Data.Upgrades;

/// <summary>
/// A database that the version before wrote: its demo with a few customers, and a row in every table. It ends with the migration
/// <see cref="ExpandTests.Before"/>.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    // Without what EF and SQLite keep for themselves.
    private const string OfTables =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-upgrade-");

    [Fact]
    public async Task Everything_is_there_after_the_migration_and_can_be_read()
    {
        var path = Kept();
        var before = Tables(path);
        Assert.All(before, table => Assert.NotEmpty(table.Value.Rows));

        await MigrateAsync(path);

        Assert.All(
            before,
            table => Assert.Equal(table.Value.Rows, Rows(path, table.Key, table.Value.Columns))
        );
        await using var db = new SqliteFile(path).CreateDbContext();
        foreach (var set in db.Model.GetEntityTypes().Where(set => !set.IsOwned()))
        {
            var read =
                (Task<int>)
                    GetType()
                        .GetMethod(nameof(ReadAsync))!
                        .MakeGenericMethod(set.ClrType)
                        .Invoke(null, [db])!;
            Assert.Equal(before.GetValueOrDefault(set.GetTableName()!)?.Rows.Count ?? 0, await read);
        }
    }

    [Fact]
    public async Task A_node_of_the_version_before_still_writes_what_it_wrote()
    {
        var (old, path) = (Kept(), Path.Combine(_folder.FullName, "new.db"));
        await MigrateAsync(path);
        using var connection = Open(path);
        Execute(connection, "PRAGMA foreign_keys = OFF");
        Execute(connection, $"ATTACH '{old}' AS old");

        foreach (var (table, (columns, rows)) in Tables(old))
        {
            Execute(connection, $"DELETE FROM main.\"{table}\"");
            Execute(
                connection,
                $"INSERT INTO main.\"{table}\" ({columns}) SELECT {columns} FROM old.\"{table}\""
            );
            Assert.Equal(rows, Rows(path, table, columns));
        }

        Assert.Empty(Lines(connection, "PRAGMA foreign_key_check"));
    }

    public static async Task<int> ReadAsync<T>(DbContext db)
        where T : class => (await db.Set<T>().ToListAsync(Token)).Count;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private string Kept()
    {
        var path = Path.Combine(_folder.FullName, "old.db");
        using var packed = new GZipStream(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "Upgrades", "before-views.db.gz")),
            CompressionMode.Decompress
        );
        using var file = File.Create(path);
        packed.CopyTo(file);
        return path;
    }

    private static Task MigrateAsync(string path) =>
        new Migrator(new SqliteFile(path), TimeProvider.System, NullLogger<Migrator>.Instance).StartingAsync(
            Token
        );

    private static Dictionary<string, Table> Tables(string path)
    {
        using var connection = Open(path);
        return Lines(connection, OfTables)
            .ToDictionary(
                name => name,
                name =>
                {
                    var columns = string.Join(
                        ", ",
                        Lines(connection, $"SELECT '\"' || name || '\"' FROM pragma_table_info('{name}')")
                    );
                    return new Table(columns, Rows(path, name, columns));
                },
                StringComparer.Ordinal
            );
    }

    private static List<string> Rows(string path, string table, string columns)
    {
        using var connection = Open(path);
        return Lines(connection, $"SELECT {columns} FROM \"{table}\" ORDER BY {columns}");
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Lines(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> lines = [];
        while (reader.Read())
        {
            lines.Add(
                string.Join(
                    '|',
                    Enumerable
                        .Range(0, reader.FieldCount)
                        .Select(i =>
                            reader.GetValue(i) is var value && value is byte[] bytes
                                ? Convert.ToHexString(bytes)
                                : Convert.ToString(value, CultureInfo.InvariantCulture)
                        )
                )
            );
        }
        return lines;
    }

    private sealed record Table(string Columns, List<string> Rows);
}
