using System.Data;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.Data.SqlClient.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Dashboard.Data;

/// <summary>
/// The statements of <see cref="RowCommands"/> for SQL Server: one for any number of rows, which it gets as a table parameter
/// and joins. A statement for each row would take a round trip or a compilation each.
/// </summary>
/// <remarks>
/// The parameter's types are made by the migrations. They fit every table: a column for the number of the row, by which rows
/// are inserted in their order, and columns of text, which the statement converts.
/// </remarks>
internal static class SqlServerRows
{
    private const string Parameter = "@rows";
    private const string Number = "[#]";

    // A narrow type for narrow rows: the server pays for each column.
    internal static readonly int[] Widths = [10, 20, 30];
    private static readonly Dictionary<int, SqlMetaData[]> Columns = Widths.ToDictionary(w => w, ColumnsOf);

    /// <summary>Sets the text and the parameter of a command for these rows.</summary>
    public static void Prepare<T>(SqlCommand command, RowStatement statement, T[] rows)
        where T : class
    {
        var width = Widths.First(w => w >= statement.Values);
        command.CommandText = statement.Sql(TextOf);
        command.Parameters.Clear();
        command.Parameters.Add(
            new SqlParameter(Parameter, SqlDbType.Structured)
            {
                TypeName = TypeOf(width),
                Value = RecordsOf(statement, Columns[width], rows),
            }
        );
    }

    /// <summary>The statement for all rows of its parameter.</summary>
    internal static string TextOf(RowStatement statement)
    {
        var keys = statement.Keys.Count;
        if (statement.Action == RowAction.Insert)
        {
            var names = string.Join(", ", statement.Written.Select(statement.NameOf));
            var values = string.Join(", ", statement.Written.Select(ValueOf));
            return $"INSERT INTO {statement.Table} ({names}) SELECT {values} FROM {Parameter} AS r ORDER BY r.{Number};";
        }
        var found = statement.Keys.Select((p, i) => $"t.{statement.NameOf(p)} = {KeyOf(p, i)}");
        if (statement.Version is var version and >= 0)
        {
            var property = statement.Written[version - keys];
            found = found.Append($"t.{statement.NameOf(property)} = {ValueOf(property, version)} - 1");
        }
        var joined = $"{Parameter} AS r INNER JOIN {statement.Table} AS t ON {string.Join(" AND ", found)}";
        // Each row is found by its key, in the order given, so that two nodes lock the same rows in the same order.
        const string plan = "OPTION (FORCE ORDER, LOOP JOIN, MAXDOP 1)";
        if (statement.Action == RowAction.Delete)
            return $"DELETE t FROM {joined} {plan};";
        var sets = statement.Written.Select((p, i) => SetOf(statement, p, keys + i));
        return $"UPDATE t SET {string.Join(", ", sets)} FROM {joined} {plan};";
    }

    private static string TypeOf(int width) => $"RowValues{width}";

    private static SqlMetaData[] ColumnsOf(int width) =>
        [
            new("#", SqlDbType.Int),
            .. Enumerable
                .Range(0, width)
                .Select(i => new SqlMetaData($"{i}", SqlDbType.NVarChar, SqlMetaData.Max)),
        ];

    private static string SetOf(RowStatement statement, IProperty property, int position)
    {
        var name = $"t.{statement.NameOf(property)}";
        return statement.Action == RowAction.Add
            ? $"{name} = {name} + {ValueOf(property, position)}"
            : $"{name} = {ValueOf(property, position)}";
    }

    // Text is not converted: a conversion would cut what is too long for the column instead of refusing it.
    private static string ValueOf(IProperty property, int position) =>
        IsText(property) ? $"r.[{position}]" : $"CAST(r.[{position}] AS {property.GetColumnType()})";

    private static string KeyOf(IProperty property, int position) =>
        IsText(property)
            ? $"CAST(r.[{position}] AS {property.GetColumnType()}) COLLATE {SqlServerDashboardDbContext.TextCollation}"
            : ValueOf(property, position);

    private static bool IsText(IProperty property) =>
        property.GetColumnType().StartsWith("nvarchar", StringComparison.Ordinal);

    private static IEnumerable<SqlDataRecord> RecordsOf<T>(
        RowStatement statement,
        SqlMetaData[] columns,
        T[] rows
    )
        where T : class
    {
        var record = new SqlDataRecord(columns);
        for (var i = statement.Values; i < columns.Length - 1; i++)
            record.SetDBNull(i + 1);
        foreach (var (number, row) in Ordered(statement, rows).Index())
        {
            record.SetInt32(0, number);
            for (var i = 0; i < statement.Values; i++)
            {
                if (Text(statement.ValueOf(row, i)) is { } text)
                    record.SetString(i + 1, text);
                else
                    record.SetDBNull(i + 1);
            }
            yield return record;
        }
    }

    private static IEnumerable<T> Ordered<T>(RowStatement statement, T[] rows)
        where T : class =>
        statement.Action == RowAction.Insert
            ? rows
            : rows.OrderBy(row => statement.ValueOf(row, 0), Comparer<object?>.Create(InOneOrder));

    private static int InOneOrder(object? left, object? right) =>
        left is string text
            ? string.CompareOrdinal(text, (string?)right)
            : Comparer<object>.Default.Compare(left, right);

    private static string? Text(object? value) =>
        value switch
        {
            null => null,
            string text => text,
            DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture),
            bool flag => flag ? "1" : "0",
            int or long or double => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException($"A column of {value.GetType().Name} can't be written."),
        };
}
