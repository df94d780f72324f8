using System.Data;
using System.Globalization;
using System.Text;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Dashboard.Data;

/// <summary>
/// The statements of <see cref="RowCommands"/> for SQL Server: one for any number of rows, which it gets as a JSON parameter and
/// joins. A statement for each row would be compiled and run each.
/// </summary>
internal static class SqlServerRows
{
    // An array for each row: its number, by which rows are inserted in their order, and its values.
    private const string Parameter = "@rows";
    private const string Number = "[#]";

    /// <summary>Sets the text and the parameter of a command for these rows.</summary>
    public static void Prepare<T>(SqlCommand command, RowStatement statement, T[] rows)
        where T : class
    {
        var (json, codes) = ToJson(statement, Ordered(statement, rows));
        command.CommandText = TextOf(statement, codes);
        command.Parameters.Clear();
        command.Parameters.Add(new SqlParameter(Parameter, SqlDbType.NVarChar, -1) { Value = json });
    }

    /// <summary>The statement for all rows of its parameter.</summary>
    /// <param name="codes">For each value, how its text is written.</param>
    internal static string TextOf(RowStatement statement, IReadOnlyList<JsonTextCode> codes)
    {
        var columns = statement
            .Properties.Select((p, i) => $"[{i}] {TypeOf(statement, p, i)} '$[{i + 1}]'")
            .Prepend($"{Number} int '$[0]'");
        var rows = $"OPENJSON({Parameter}) WITH ({string.Join(", ", columns)}) AS r";
        var keys = statement.Keys.Count;
        if (statement.Action == RowAction.Insert)
        {
            var names = string.Join(", ", statement.Written.Select(statement.NameOf));
            var values = string.Join(", ", statement.Written.Select((p, i) => ValueOf(p, i, codes)));
            return $"INSERT INTO {statement.Table} ({names}) SELECT {values} FROM {rows} ORDER BY r.{Number};";
        }
        var found = statement.Keys.Select((p, i) => $"t.{statement.NameOf(p)} = {ValueOf(p, i, codes)}");
        if (statement.Version is var version and >= 0)
        {
            var property = statement.Written[version - keys];
            found = found.Append($"t.{statement.NameOf(property)} = {ValueOf(property, version, codes)} - 1");
        }
        var joined = $"{rows} INNER JOIN {statement.Table} AS t ON {string.Join(" AND ", found)}";
        // Each row is found by its key, in the order given, so that two nodes lock the same rows in the same order.
        const string plan = "OPTION (FORCE ORDER, LOOP JOIN, MAXDOP 1)";
        if (statement.Action == RowAction.Delete)
            return $"DELETE t FROM {joined} {plan};";
        var sets = statement.Written.Select((p, i) => SetOf(statement, p, ValueOf(p, keys + i, codes)));
        return $"UPDATE t SET {string.Join(", ", sets)} FROM {joined} {plan};";
    }

    private static string SetOf(RowStatement statement, IProperty property, string value)
    {
        var name = $"t.{statement.NameOf(property)}";
        return statement.Action == RowAction.Add ? $"{name} = {name} + {value}" : $"{name} = {value}";
    }

    // Text that is too long for its column must be refused; here it would be cut.
    private static string TypeOf(RowStatement statement, IProperty property, int position) =>
        IsText(property) && position >= statement.Keys.Count ? "nvarchar(max)" : property.GetColumnType();

    // Without the collation the text of the parameter has that of the database.
    private static string ValueOf(IProperty property, int position, IReadOnlyList<JsonTextCode> codes) =>
        IsText(property)
            ? codes[position].Decode($"r.[{position}] COLLATE {SqlServerDashboardDbContext.TextCollation}")
            : $"r.[{position}]";

    private static bool IsText(IProperty property) =>
        property.GetColumnType().StartsWith("nvarchar", StringComparison.Ordinal);

    private static (string Json, JsonTextCode[] Codes) ToJson<T>(
        RowStatement statement,
        IReadOnlyCollection<T> rows
    )
        where T : class
    {
        var codes = new JsonTextCode[statement.Values];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = JsonTextCode.For(rows.Select(row => statement.ValueOf(row, i) as string));
        var json = new StringBuilder("[");
        foreach (var (number, row) in rows.Index())
        {
            json.Append(number == 0 ? "[" : ",[").Append(number);
            for (var i = 0; i < codes.Length; i++)
                Append(json.Append(','), statement.ValueOf(row, i), codes[i]);
            json.Append(']');
        }
        return (json.Append(']').ToString(), codes);
    }

    private static void Append(StringBuilder json, object? value, JsonTextCode code) =>
        _ = value switch
        {
            null => json.Append("null"),
            string text => json.Append(code.Encode(text)),
            DateTime time => json.Append(
                CultureInfo.InvariantCulture,
                $"\"{time:yyyy-MM-ddTHH:mm:ss.fffffff}\""
            ),
            bool flag => json.Append(flag ? '1' : '0'),
            int or long or double => json.Append(CultureInfo.InvariantCulture, $"{value}"),
            _ => throw new NotSupportedException($"A column of {value.GetType().Name} can't be written."),
        };

    private static T[] Ordered<T>(RowStatement statement, T[] rows)
        where T : class =>
        statement.Action == RowAction.Insert
            ? rows
            : [.. rows.OrderBy(row => statement.ValueOf(row, 0), Comparer<object?>.Create(InOneOrder))];

    private static int InOneOrder(object? left, object? right) =>
        left is string text
            ? string.CompareOrdinal(text, (string?)right)
            : Comparer<object>.Default.Compare(left, right);
}
