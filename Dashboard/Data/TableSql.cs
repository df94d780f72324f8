using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Dashboard.Data;

/// <summary>The statements of one table. Brackets quote names in both dialects.</summary>
internal sealed class TableSql
{
    /// <summary>The mask of every column that an update may write.</summary>
    public const ulong AllColumns = ulong.MaxValue;

    private readonly ConcurrentDictionary<ulong, RowStatement> _updates = new();
    private readonly string _name;
    private readonly StoreObjectIdentifier _store;
    private readonly List<IProperty> _keys;
    private readonly List<IProperty> _others;
    private readonly Func<object, object?>[] _readers;

    public TableSql(IEntityType entity)
    {
        _name = $"[{entity.GetTableName()}]";
        _store = StoreObjectIdentifier.Table(entity.GetTableName()!);
        _keys = [.. entity.FindPrimaryKey()!.Properties];
        List<IProperty> inserted =
        [
            .. entity.GetProperties().Where(p => p.ValueGenerated == ValueGenerated.Never),
        ];
        _others = [.. inserted.Except(_keys)];
        _readers = [.. _others.Select(p => (Func<object, object?>)p.GetGetter().GetClrValue)];
        Insert = new RowStatement(
            $"INSERT INTO {_name} ({string.Join(", ", inserted.Select(Column))}) VALUES ({string.Join(", ", inserted.Select((_, i) => $"{{{i}}}"))});",
            inserted
        );
        Delete = new RowStatement($"DELETE FROM {_name} WHERE {ByKey};", _keys);
    }

    public RowStatement Insert { get; }
    public RowStatement Delete { get; }

    private string ByKey => string.Join(" AND ", _keys.Select((p, i) => $"{Column(p)} = {{{i}}}"));

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

    public RowStatement Update(ulong columns) => _updates.GetOrAdd(columns, CreateUpdate);

    private RowStatement CreateUpdate(ulong columns)
    {
        var changed = _others.Where((p, i) => p.IsConcurrencyToken || (columns >> i & 1) != 0).ToList();
        var sets = string.Join(", ", changed.Select((p, i) => $"{Column(p)} = {{{_keys.Count + i}}}"));
        var version = changed.FindIndex(p => p.IsConcurrencyToken);
        var guard = version < 0 ? "" : $" AND {Column(changed[version])} = {{{_keys.Count + version}}} - 1";
        return new RowStatement($"UPDATE {_name} SET {sets} WHERE {ByKey}{guard};", [.. _keys, .. changed]);
    }

    private string Column(IProperty property) => $"[{property.GetColumnName(_store)}]";
}

/// <summary>The statement for one row, with a numbered parameter for each column.</summary>
internal sealed class RowStatement(string format, IReadOnlyList<IProperty> properties)
{
    private readonly Func<object, object?>[] _readers = [.. properties.Select(Reader)];

    public int Parameters => properties.Count;

    /// <summary>The statement for one row, with these names of its parameters.</summary>
    public string ToSql(Func<int, string> name) =>
        string.Format(
            CultureInfo.InvariantCulture,
            format,
            [.. Enumerable.Range(0, Parameters).Select(name)]
        );

    /// <summary>The value of a parameter as the database stores it.</summary>
    public object? ValueOf(object row, int parameter) => _readers[parameter](row);

    public void Prepare(DbCommand command, int rows)
    {
        var texts = new string[rows];
        for (var row = 0; row < rows; row++)
        {
            var number = row;
            texts[row] = ToSql(i => $"@p{number}_{i}");
            for (var i = 0; i < properties.Count; i++)
            {
                var mapping = properties[i].GetRelationalTypeMapping();
                command.Parameters.Add(
                    mapping.CreateParameter(command, $"@p{row}_{i}", null, properties[i].IsNullable)
                );
            }
        }
        command.CommandText = string.Join('\n', texts);
    }

    public void Bind<T>(DbCommand command, T[] chunk)
        where T : class
    {
        for (var row = 0; row < chunk.Length; row++)
        {
            for (var i = 0; i < _readers.Length; i++)
                command.Parameters[row * _readers.Length + i].Value = _readers[i](chunk[row]) ?? DBNull.Value;
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
