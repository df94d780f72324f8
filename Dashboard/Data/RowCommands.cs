using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Data;

/// <summary>
/// Writes many rows with prepared, parametrised statements derived from EF's model. Change tracking costs
/// more than the rest of an ingested event together; this is what group commit uses instead.
/// </summary>
internal sealed class RowCommands(DashboardDbContext db)
{
    private static readonly ConcurrentDictionary<(Type Context, Type Entity), TableSql> Tables = new();

    public Task InsertAsync<T>(IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class => RunAsync(rows, table => table.Insert, cancellationToken);

    /// <summary>Writes all columns of rows that exist.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A row is gone, or its version was changed by somebody else.</exception>
    public Task UpdateAsync<T>(IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class => UpdateAsync(rows, TableSql.AllColumns, cancellationToken);

    /// <summary>
    /// Writes the columns that have changed: an index is touched only where one of its own has. Rows with the
    /// same difference share a command.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">A row is gone, or its version was changed by somebody else.</exception>
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

    public Task DeleteAsync<T>(IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class => RunAsync(rows, table => table.Delete, cancellationToken);

    /// <summary>The texts of all commands for a table, so that they can be checked without a server.</summary>
    internal static IEnumerable<string> StatementsOf(DashboardDbContext db, Type entity, int rows)
    {
        var table = new TableSql(db.Model.FindEntityType(entity)!);
        foreach (
            var statement in (Statement[])[table.Insert, table.Update(TableSql.AllColumns), table.Delete]
        )
        {
            using var command = db.Database.GetDbConnection().CreateCommand();
            statement.Prepare(command, rows);
            yield return command.CommandText;
        }
    }

    private async Task UpdateAsync<T>(
        IReadOnlyCollection<T> rows,
        ulong columns,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (await RunAsync(rows, table => table.Update(columns), cancellationToken) != rows.Count)
            throw new DbUpdateConcurrencyException(
                $"A row of {typeof(T).Name} was changed by somebody else."
            );
    }

    private async Task<int> RunAsync<T>(
        IReadOnlyCollection<T> rows,
        Func<TableSql, Statement> choose,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (rows.Count == 0)
            return 0;
        var statement = choose(TableOf<T>());
        var affected = 0;
        DbCommand? command = null;
        var slots = 0;
        foreach (var chunk in rows.Chunk(db.RowsPerCommand))
        {
            if (command is null || slots != chunk.Length)
            {
                if (command is not null)
                    await command.DisposeAsync();
                command = Create(statement, chunk.Length);
                slots = chunk.Length;
            }
            statement.Bind(command, chunk);
            affected += await command.ExecuteNonQueryAsync(cancellationToken);
        }
        await command!.DisposeAsync();
        return affected;
    }

    private DbCommand Create(Statement statement, int rows)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        statement.Prepare(command, rows);
        return command;
    }

    private TableSql TableOf<T>() =>
        Tables.GetOrAdd(
            (db.GetType(), typeof(T)),
            static (key, model) => new TableSql(model.FindEntityType(key.Entity)!),
            db.Model
        );

    /// <summary>The statements of one table. Brackets quote names in both dialects.</summary>
    private sealed class TableSql
    {
        /// <summary>Stands for every column that an update may write.</summary>
        public const ulong AllColumns = ulong.MaxValue;

        private readonly ConcurrentDictionary<ulong, Statement> updates = new();
        private readonly string name;
        private readonly StoreObjectIdentifier store;
        private readonly List<IProperty> keys;
        private readonly List<IProperty> others;
        private readonly Func<object, object?>[] readers;

        public TableSql(IEntityType entity)
        {
            name = $"[{entity.GetTableName()}]";
            store = StoreObjectIdentifier.Table(entity.GetTableName()!);
            keys = [.. entity.FindPrimaryKey()!.Properties];
            List<IProperty> inserted =
            [
                .. entity.GetProperties().Where(p => p.ValueGenerated == ValueGenerated.Never),
            ];
            others = [.. inserted.Except(keys)];
            readers = [.. others.Select(p => (Func<object, object?>)p.GetGetter().GetClrValue)];
            Insert = new Statement(
                $"INSERT INTO {name} ({string.Join(", ", inserted.Select(Column))}) VALUES ({string.Join(", ", inserted.Select((_, i) => $"{{{i}}}"))});",
                inserted
            );
            Delete = new Statement($"DELETE FROM {name} WHERE {ByKey};", keys);
        }

        public Statement Insert { get; }
        public Statement Delete { get; }

        private string ByKey => string.Join(" AND ", keys.Select((p, i) => $"{Column(p)} = {{{i}}}"));

        /// <summary>One bit for each column in which two rows differ.</summary>
        public ulong Difference(object before, object after)
        {
            var columns = 0UL;
            for (var i = 0; i < readers.Length; i++)
            {
                if (!Equals(readers[i](before), readers[i](after)))
                    columns |= 1UL << i;
            }
            return columns;
        }

        public Statement Update(ulong columns) => updates.GetOrAdd(columns, CreateUpdate);

        private Statement CreateUpdate(ulong columns)
        {
            var changed = others.Where((p, i) => p.IsConcurrencyToken || (columns >> i & 1) != 0).ToList();
            var sets = string.Join(", ", changed.Select((p, i) => $"{Column(p)} = {{{keys.Count + i}}}"));
            var version = changed.FindIndex(p => p.IsConcurrencyToken);
            var guard =
                version < 0 ? "" : $" AND {Column(changed[version])} = {{{keys.Count + version}}} - 1";
            return new Statement($"UPDATE {name} SET {sets} WHERE {ByKey}{guard};", [.. keys, .. changed]);
        }

        private string Column(IProperty property) => $"[{property.GetColumnName(store)}]";
    }

    /// <summary>One row's statement, with a numbered place for each column.</summary>
    private sealed class Statement(string format, IReadOnlyList<IProperty> properties)
    {
        private readonly Func<object, object?>[] readers = [.. properties.Select(Reader)];

        public void Prepare(DbCommand command, int rows)
        {
            var texts = new string[rows];
            for (var row = 0; row < rows; row++)
            {
                var names = new object[properties.Count];
                for (var i = 0; i < properties.Count; i++)
                {
                    var name = $"@p{row}_{i}";
                    names[i] = name;
                    var mapping = properties[i].GetRelationalTypeMapping();
                    command.Parameters.Add(
                        mapping.CreateParameter(command, name, null, properties[i].IsNullable)
                    );
                }
                texts[row] = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, names);
            }
            command.CommandText = string.Join('\n', texts);
        }

        public void Bind<T>(DbCommand command, T[] chunk)
            where T : class
        {
            for (var row = 0; row < chunk.Length; row++)
            {
                for (var i = 0; i < readers.Length; i++)
                    command.Parameters[row * readers.Length + i].Value =
                        readers[i](chunk[row]) ?? DBNull.Value;
            }
        }

        private static Func<object, object?> Reader(IProperty property)
        {
            var getter = property.GetGetter();
            var convert = property.GetRelationalTypeMapping().Converter?.ConvertToProvider;
            return convert is null
                ? row => getter.GetClrValue(row)
                : row => getter.GetClrValue(row) is { } value ? convert(value) : null;
        }
    }
}
