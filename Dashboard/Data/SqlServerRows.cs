using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Dashboard.Data;

/// <summary>
/// The statements of <see cref="RowCommands"/> for SQL Server: one for any number of rows, which it gets as a JSON
/// parameter and joins. A statement for each row would take a round trip or a compilation for each.
/// </summary>
internal static class SqlServerRows
{
    // An array for each row: its number, by which rows are inserted in their order, and its values.
    private const string Parameter = "@rows";
    private const string Number = "[#]";

    private static readonly JsonWriterOptions Short = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Sets the text and the parameter of a command for these rows.</summary>
    public static void Prepare<T>(DbCommand command, RowStatement statement, T[] rows)
        where T : class
    {
        command.CommandText = statement.Sql(TextOf);
        command.Parameters.Clear();
        command.Parameters.Add(
            new SqlParameter(Parameter, System.Data.SqlDbType.NVarChar, -1)
            {
                Value = ToJson(statement, rows),
            }
        );
    }

    /// <summary>The statement for all rows of its parameter.</summary>
    internal static string TextOf(RowStatement statement)
    {
        var rows = $"OPENJSON({Parameter}) WITH ({string.Join(", ", Columns(statement))}) AS r";
        if (statement.Action == RowAction.Insert)
        {
            var names = string.Join(", ", statement.Written.Select(statement.NameOf));
            var values = string.Join(", ", statement.Written.Select((_, i) => ValueAt(i)));
            return $"INSERT INTO {statement.Table} ({names}) SELECT {values} FROM {rows} ORDER BY r.{Number};";
        }
        var keys = statement.Keys.Count;
        var found = statement.Keys.Select(
            (p, i) => $"t.{statement.NameOf(p)} = {ValueAt(i)}{CollationOf(p)}"
        );
        if (statement.Version is var version and >= 0)
            found = found.Append(
                $"t.{statement.NameOf(statement.Written[version - keys])} = {ValueAt(version)} - 1"
            );
        var joined = $"{rows} INNER JOIN {statement.Table} AS t ON {string.Join(" AND ", found)}";
        // Each row is found by its key, in the order given, so that two nodes lock the same rows in the same order.
        const string plan = "OPTION (FORCE ORDER, LOOP JOIN, MAXDOP 1)";
        if (statement.Action == RowAction.Delete)
            return $"DELETE t FROM {joined} {plan};";
        var sets = statement.Written.Select((p, i) => SetOf(statement, p, keys + i));
        return $"UPDATE t SET {string.Join(", ", sets)} FROM {joined} {plan};";
    }

    private static string SetOf(RowStatement statement, IProperty property, int position)
    {
        var name = $"t.{statement.NameOf(property)}";
        return statement.Action == RowAction.Add
            ? $"{name} = {name} + {ValueAt(position)}"
            : $"{name} = {ValueAt(position)}";
    }

    private static IEnumerable<string> Columns(RowStatement statement) =>
        statement
            .Keys.Select((p, i) => Column(i, p.GetColumnType()))
            // Text that is too long for its column must be refused; here it would be cut.
            .Concat(
                statement.Written.Select(
                    (p, i) =>
                        Column(statement.Keys.Count + i, IsText(p) ? "nvarchar(max)" : p.GetColumnType())
                )
            )
            .Prepend($"{Number} int '$[0]'");

    private static string Column(int position, string type) => $"[{position}] {type} '$[{position + 1}]'";

    private static string ValueAt(int position) => $"r.[{position}]";

    private static bool IsText(IProperty property) =>
        property.GetColumnType().StartsWith("nvarchar", StringComparison.Ordinal);

    // Without it the text of the parameter has the collation of the database.
    private static string CollationOf(IProperty property) =>
        IsText(property) ? $" COLLATE {SqlServerDashboardDbContext.TextCollation}" : "";

    private static string ToJson<T>(RowStatement statement, T[] rows)
        where T : class
    {
        var buffer = new ArrayBufferWriter<byte>(rows.Length * 256);
        using var json = new Utf8JsonWriter(buffer, Short);
        json.WriteStartArray();
        foreach (var (number, row) in Ordered(statement, rows).Index())
        {
            json.WriteStartArray();
            json.WriteNumberValue(number);
            for (var i = 0; i < statement.Values; i++)
                Write(json, statement.ValueOf(row, i));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
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

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case DateTime time:
                json.WriteStringValue(
                    time.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture)
                );
                break;
            case bool flag:
                json.WriteNumberValue(flag ? 1 : 0);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case TimeSpan time:
                json.WriteStringValue(time.ToString("c", CultureInfo.InvariantCulture));
                break;
            default:
                throw new NotSupportedException($"A column of {value.GetType().Name} can't be written.");
        }
    }
}
