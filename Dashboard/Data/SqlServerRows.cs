using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Dashboard.Data;

/// <summary>
/// The statements of <see cref="RowCommands"/> for SQL Server: one for as many rows as a command may have parameters for, which
/// joins them as a table of values. A statement for each row would be compiled and run each.
/// </summary>
/// <remarks>
/// JSON or a table parameter would need one statement for any number of rows. But both change text on servers that only speak
/// SQL Server's protocol: Babelfish leaves the escapes of JSON in it, and takes quotes in table parameters for its own.
/// </remarks>
internal static class SqlServerRows
{
    // A command may have 2,100 parameters.
    private const int MaxParameters = 2000;
    private const string Number = "[#]";

    // A few sizes, so that the server compiles few statements; the rest of a table is empty rows.
    private static readonly int[] Sizes = [1, 8, 32, 128, 512];

    /// <summary>How many rows of a statement one command takes.</summary>
    public static int MaxRowsOf(RowStatement statement) => MaxParameters / (statement.Values + 1);

    /// <summary>A command for up to that many rows.</summary>
    public static SqlCommand Prepare(SqlConnection connection, RowStatement statement, int rows)
    {
        var size = Math.Min(Sizes.FirstOrDefault(s => s >= rows, int.MaxValue), MaxRowsOf(statement));
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql(size, TextOf);
        for (var row = 0; row < size; row++)
        {
            command.Parameters.Add(
                new SqlParameter(NameOf(row, statement.Values), System.Data.SqlDbType.Int)
            );
            foreach (var (i, property) in statement.Properties.Index())
                command.Parameters.Add(ParameterOf(command, property, NameOf(row, i)));
        }
        return command;
    }

    /// <summary>Sets the values of a prepared command.</summary>
    public static void Bind<T>(SqlCommand command, RowStatement statement, T[] rows)
        where T : class
    {
        var ordered = Ordered(statement, rows);
        var width = statement.Values + 1;
        for (var row = 0; row < command.Parameters.Count / width; row++)
        {
            command.Parameters[row * width].Value = row < rows.Length ? row : DBNull.Value;
            for (var i = 0; i < statement.Values; i++)
                command.Parameters[row * width + 1 + i].Value =
                    (row < rows.Length ? statement.ValueOf(ordered[row], i) : null) ?? DBNull.Value;
        }
    }

    /// <summary>The statement for a number of rows.</summary>
    internal static string TextOf(RowStatement statement, int size)
    {
        var keys = statement.Keys.Count;
        var columns = string.Join(
            ", ",
            Enumerable.Range(0, statement.Values).Select(i => $"[{i}]").Prepend(Number)
        );
        var values = string.Join(", ", Enumerable.Range(0, size).Select(row => ValuesOf(statement, row)));
        var rows = $"(VALUES {values}) AS r ({columns})";
        if (statement.Action == RowAction.Insert)
        {
            var names = string.Join(", ", statement.Written.Select(statement.NameOf));
            var written = string.Join(", ", statement.Written.Select((_, i) => ValueAt(i)));
            return $"INSERT INTO {statement.Table} ({names}) SELECT {written} FROM {rows} WHERE r.{Number} IS NOT NULL ORDER BY r.{Number};";
        }
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

    private static string ValuesOf(RowStatement statement, int row) =>
        $"({string.Join(", ", Enumerable.Range(0, statement.Values).Select(i => NameOf(row, i)).Prepend(NameOf(row, statement.Values)))})";

    // The last of a row is its number.
    private static string NameOf(int row, int position) => $"@p{row}_{position}";

    private static string ValueAt(int position) => $"r.[{position}]";

    private static string SetOf(RowStatement statement, IProperty property, int position)
    {
        var name = $"t.{statement.NameOf(property)}";
        return statement.Action == RowAction.Add
            ? $"{name} = {name} + {ValueAt(position)}"
            : $"{name} = {ValueAt(position)}";
    }

    // Without it the text of a parameter has the collation of the database.
    private static string CollationOf(IProperty property) =>
        property.GetColumnType().StartsWith("nvarchar", StringComparison.Ordinal)
            ? $" COLLATE {SqlServerDashboardDbContext.TextCollation}"
            : "";

    private static DbParameter ParameterOf(SqlCommand command, IProperty property, string name) =>
        property.GetRelationalTypeMapping().CreateParameter(command, name, null, nullable: true);

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
