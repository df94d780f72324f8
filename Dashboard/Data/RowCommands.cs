using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>
/// Writes many rows with parametrised statements derived from EF's model. Used by group commit instead of change tracking,
/// which would cost more than the rest of an ingested event. Each provider runs them in its own way: SQLite a statement
/// for each row, SQL Server one statement for all of them.
/// </summary>
internal sealed class RowCommands(DashboardDbContext db)
{
    private static readonly ConcurrentDictionary<(Type Context, Type Entity), TableSql> Tables = new();

    public Task InsertAsync<T>(IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class => RunAsync(rows, table => table.Insert, cancellationToken);

    /// <summary>Writes all columns of rows that exist.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A row is gone, or another writer changed its version.</exception>
    public Task UpdateAsync<T>(IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class => UpdateAsync(rows, TableSql.AllColumns, cancellationToken);

    /// <summary>
    /// Writes only changed columns, so that only affected indexes are updated. Rows with the
    /// same changed columns share a command.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">A row is gone, or another writer changed its version.</exception>
    public async Task UpdateAsync<T>(
        IEnumerable<(T Before, T After)> rows,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var table = TableOf<T>();
        foreach (var alike in rows.ToLookup(r => table.Difference(r.Before, r.After), r => r.After))
            await UpdateAsync([.. alike], alike.Key, cancellationToken);
    }

    /// <summary>Writes the given columns of rows that exist.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A row is gone, or another writer changed its version.</exception>
    public Task UpdateAsync<T>(
        IReadOnlyCollection<T> rows,
        IReadOnlyCollection<string> properties,
        CancellationToken cancellationToken
    )
        where T : class => UpdateAsync(rows, TableOf<T>().ColumnsOf(properties), cancellationToken);

    /// <summary>Adds the numbers of rows to those stored under the same key.</summary>
    /// <returns>The number of rows that exist; the others are not inserted.</returns>
    public Task<int> AddAsync<T>(IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class => RunAsync(rows, table => table.Add, cancellationToken);

    public Task DeleteAsync<T>(IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class => RunAsync(rows, table => table.Delete, cancellationToken);

    /// <summary>All statements for a table, so that tests can check their SQL without a server.</summary>
    internal static IEnumerable<RowStatement> StatementsOf(DashboardDbContext db, Type entity)
    {
        var table = new TableSql(db.Model.FindEntityType(entity)!);
        RowStatement[] all = [table.Insert, table.Update(TableSql.AllColumns), table.Add, table.Delete];
        // A table of keys alone is never updated.
        return all.Where(s => s.Action == RowAction.Delete || s.Written.Count > 0);
    }

    private async Task UpdateAsync<T>(
        IReadOnlyCollection<T> rows,
        ulong columns,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (await RunAsync(rows, table => table.Update(columns), cancellationToken) != rows.Count)
            throw new DbUpdateConcurrencyException($"A row of {typeof(T).Name} was changed by someone else.");
    }

    private async Task<int> RunAsync<T>(
        IReadOnlyCollection<T> rows,
        Func<TableSql, RowStatement> choose,
        CancellationToken cancellationToken
    )
        where T : class =>
        rows.Count == 0 ? 0 : await db.RunAsync(choose(TableOf<T>()), rows, cancellationToken);

    private TableSql TableOf<T>() =>
        Tables.GetOrAdd(
            (db.GetType(), typeof(T)),
            static (key, model) => new TableSql(model.FindEntityType(key.Entity)!),
            db.Model
        );
}
