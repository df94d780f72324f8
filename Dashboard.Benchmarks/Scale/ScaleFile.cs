using Dashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Benchmarks.Scale;

/// <summary>
/// Fills an SQLite file fast: with neither journal nor waiting for the disk, and without the indexes of the tables, which
/// are made at the end by the same statements as in the migrations.
/// </summary>
internal sealed class ScaleFile : IAsyncDisposable
{
    private const int RowsAtOnce = 10_000;
    private readonly DashboardDbContext _db;
    private readonly List<(string Name, string Sql)> _indexes = [];

    private ScaleFile(DashboardDbContext db) => _db = db;

    /// <summary>Opens a migrated file that nobody else uses.</summary>
    public static async Task<ScaleFile> OpenAsync(DashboardDbContext db)
    {
        await db.Database.OpenConnectionAsync();
        var file = new ScaleFile(db);
        await file.RunAsync("PRAGMA journal_mode=OFF");
        await file.RunAsync("PRAGMA synchronous=OFF");
        await file.RunAsync("PRAGMA cache_size=-1000000");
        await file.RunAsync("PRAGMA threads=2");
        await file.DropIndexesAsync();
        return file;
    }

    /// <summary>Writes rows in transactions of their own.</summary>
    public async Task WriteAsync<T>(IEnumerable<T> rows)
        where T : class
    {
        foreach (var chunk in rows.Chunk(RowsAtOnce))
            await InTransactionAsync(() => new RowCommands(_db).InsertAsync(chunk, CancellationToken.None));
    }

    /// <summary>Runs something within one transaction.</summary>
    public async Task InTransactionAsync(Func<Task> work)
    {
        await using var transaction = await _db.Database.BeginTransactionAsync();
        await work();
        await transaction.CommitAsync();
    }

    /// <summary>Runs a statement of constants.</summary>
    public async Task RunAsync(string sql)
    {
        await using var command = _db.Database.GetDbConnection().CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Makes the indexes again.</summary>
    public async Task RestoreIndexesAsync()
    {
        foreach (var (_, sql) in _indexes)
            await RunAsync(sql);
    }

    public ValueTask DisposeAsync() => _db.DisposeAsync();

    private async Task DropIndexesAsync()
    {
        await using (var command = _db.Database.GetDbConnection().CreateCommand())
        {
            command.CommandText =
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                _indexes.Add((reader.GetString(0), reader.GetString(1)));
        }
        foreach (var (name, _) in _indexes)
            await RunAsync($"DROP INDEX \"{name}\"");
    }
}
