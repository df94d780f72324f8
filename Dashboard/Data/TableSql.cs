using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Dashboard.Data;

/// <summary>The statements of one table, derived from EF's model.</summary>
internal sealed class TableSql
{
    /// <summary>The mask of every column that an update may write.</summary>
    public const ulong AllColumns = ulong.MaxValue;

    private readonly ConcurrentDictionary<ulong, RowStatement> _updates = new();
    private readonly StoreObjectIdentifier _table;
    private readonly List<IProperty> _keys;
    private readonly List<IProperty> _others;
    private readonly Func<object, object?>[] _readers;

    public TableSql(IEntityType entity)
    {
        _table = StoreObjectIdentifier.Table(entity.GetTableName()!);
        _keys = [.. entity.FindPrimaryKey()!.Properties];
        List<IProperty> inserted =
        [
            .. entity.GetProperties().Where(p => p.ValueGenerated == ValueGenerated.Never),
        ];
        _others = [.. inserted.Except(_keys)];
        _readers = [.. _others.Select(p => (Func<object, object?>)p.GetGetter().GetClrValue)];
        Insert = new RowStatement(RowAction.Insert, _table, [], inserted);
        Add = new RowStatement(RowAction.Add, _table, _keys, _others);
        Delete = new RowStatement(RowAction.Delete, _table, _keys, []);
    }

    public RowStatement Insert { get; }
    public RowStatement Add { get; }
    public RowStatement Delete { get; }

    /// <summary>One bit for each column in which two rows differ.</summary>
    public ulong Difference(object before, object after)
    {
        var columns = 0UL;
        for (var i = 0; i < _readers.Length; i++)
        {
            if (!Equals(_readers[i](before), _readers[i](after)))
                columns |= 1UL << i;
        }
        return columns;
    }

    /// <summary>The mask of some columns.</summary>
    public ulong ColumnsOf(IReadOnlyCollection<string> properties) =>
        _others
            .Index()
            .Where(p => properties.Contains(p.Item.Name))
            .Aggregate(0UL, (mask, p) => mask | 1UL << p.Index);

    public RowStatement Update(ulong columns) =>
        _updates.GetOrAdd(
            columns,
            _ => new RowStatement(
                RowAction.Update,
                _table,
                _keys,
                [.. _others.Where((p, i) => p.IsConcurrencyToken || (columns >> i & 1) != 0)]
            )
        );
}

internal enum RowAction
{
    Insert,

    /// <summary>Only rows whose version is the one before, where the table has versions.</summary>
    Update,

    /// <summary>Adds to numbers.</summary>
    Add,
    Delete,
}

/// <summary>What is done with rows of a table. Brackets quote names in both dialects.</summary>
/// <param name="action">What happens to each row.</param>
/// <param name="table">Where.</param>
/// <param name="keys">Find a row; none for an insert.</param>
/// <param name="written">The columns that get values.</param>
internal sealed class RowStatement(
    RowAction action,
    StoreObjectIdentifier table,
    IReadOnlyList<IProperty> keys,
    IReadOnlyList<IProperty> written
)
{
    private readonly Func<object, object?>[] _readers = [.. keys.Concat(written).Select(Reader)];

    private volatile string? _text;

    public RowAction Action => action;
    public string Table { get; } = $"[{table.Name}]";
    public IReadOnlyList<IProperty> Keys => keys;
    public IReadOnlyList<IProperty> Written => written;

    /// <summary>The keys, then the written columns, as the values of a row are.</summary>
    public IReadOnlyList<IProperty> Properties { get; } = [.. keys, .. written];

    /// <summary>The number of values of a row: those of the keys, then the written ones.</summary>
    public int Values => _readers.Length;

    /// <summary>The position among the values of the version that must be the one before; negative: none.</summary>
    public int Version { get; } =
        action == RowAction.Update && written.FirstOrDefault(p => p.IsConcurrencyToken) is { } version
            ? keys.Count + written.ToList().IndexOf(version)
            : -1;

    /// <summary>The statement in SQL, for a provider whose SQL is the same for any rows.</summary>
    /// <param name="write">Called once.</param>
    public string Text(Func<RowStatement, string> write) => _text ??= write(this);

    public string NameOf(IProperty property) => $"[{property.GetColumnName(table)}]";

    /// <summary>The value at a position as the database stores it.</summary>
    public object? ValueOf(object row, int position) => _readers[position](row);

    private static Func<object, object?> Reader(IProperty property)
    {
        var getter = property.GetGetter();
        var convert = property.GetRelationalTypeMapping().Converter?.ConvertToProvider;
        return convert is null
            ? row => getter.GetClrValue(row)
            : row => getter.GetClrValue(row) is { } value ? convert(value) : null;
    }
}
