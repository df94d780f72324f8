using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace Dashboard.Data;

/// <summary>
/// Runs the statements of <see cref="RowCommands"/> with SQLite's own functions. ADO.NET would look up every parameter by its
/// name for every row, which took as long as writing the rows.
/// </summary>
internal static class SqliteRows
{
    /// <summary>Runs a statement for each row and returns the number of rows affected.</summary>
    /// <param name="connection">Open, with a transaction.</param>
    /// <exception cref="SqliteException">SQLite refused a row; the rows before it are written.</exception>
    /// <exception cref="OperationCanceledException">The rows before are written.</exception>
    public static int Run<T>(
        SqliteConnection connection,
        RowStatement statement,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var handle = connection.Handle!;
        using var prepared = Prepare(handle, statement);
        var affected = 0;
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < statement.Values; i++)
                Check(Bind(prepared, i + 1, statement.ValueOf(row, i)), handle);
            Check(raw.sqlite3_step(prepared), handle);
            affected += raw.sqlite3_changes(handle);
            Check(raw.sqlite3_reset(prepared), handle);
        }
        return affected;
    }

    private static sqlite3_stmt Prepare(sqlite3 handle, RowStatement statement)
    {
        Check(raw.sqlite3_prepare_v2(handle, statement.Text(TextOf), out var prepared), handle);
        return prepared;
    }

    /// <summary>The statement for one row, with a numbered parameter for each value.</summary>
    private static string TextOf(RowStatement statement)
    {
        var keys = statement.Keys.Count;
        var found = string.Join(
            " AND ",
            statement.Keys.Select((p, i) => $"{statement.NameOf(p)} = ?{i + 1}")
        );
        switch (statement.Action)
        {
            case RowAction.Insert:
                var names = string.Join(", ", statement.Written.Select(statement.NameOf));
                var values = string.Join(", ", statement.Written.Select((_, i) => $"?{i + 1}"));
                return $"INSERT INTO {statement.Table} ({names}) VALUES ({values})";
            case RowAction.Delete:
                return $"DELETE FROM {statement.Table} WHERE {found}";
            default:
                var sets = statement.Written.Select((p, i) => SetOf(statement, p, keys + i + 1));
                return $"UPDATE {statement.Table} SET {string.Join(", ", sets)} WHERE {found}{GuardOf(statement)}";
        }
    }

    private static string SetOf(RowStatement statement, IProperty property, int number)
    {
        var name = statement.NameOf(property);
        return statement.Action == RowAction.Add ? $"{name} = {name} + ?{number}" : $"{name} = ?{number}";
    }

    // The number occurs twice: the new version, and the one after that which must be there.
    private static string GuardOf(RowStatement statement) =>
        statement.Version is var position and >= 0
            ? $" AND {statement.NameOf(statement.Written[position - statement.Keys.Count])} = ?{position + 1} - 1"
            : "";

    private static int Bind(sqlite3_stmt prepared, int parameter, object? value) =>
        value switch
        {
            null => raw.sqlite3_bind_null(prepared, parameter),
            string text => raw.sqlite3_bind_text(prepared, parameter, text),
            long number => raw.sqlite3_bind_int64(prepared, parameter, number),
            int number => raw.sqlite3_bind_int(prepared, parameter, number),
            bool flag => raw.sqlite3_bind_int(prepared, parameter, flag ? 1 : 0),
            double number => raw.sqlite3_bind_double(prepared, parameter, number),
            byte[] bytes => raw.sqlite3_bind_blob(prepared, parameter, bytes),
            _ => throw new NotSupportedException($"A column of {value.GetType().Name} can't be written."),
        };

    private static void Check(int result, sqlite3 handle) =>
        SqliteException.ThrowExceptionForRC(result, handle);
}
