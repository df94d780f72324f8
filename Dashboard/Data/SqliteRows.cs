using Microsoft.Data.Sqlite;
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
            for (var i = 0; i < statement.Parameters; i++)
                Check(Bind(prepared, i + 1, statement.ValueOf(row, i)), handle);
            Check(raw.sqlite3_step(prepared), handle);
            affected += raw.sqlite3_changes(handle);
            Check(raw.sqlite3_reset(prepared), handle);
        }
        return affected;
    }

    private static sqlite3_stmt Prepare(sqlite3 handle, RowStatement statement)
    {
        // A number may occur several times, as that of a version does.
        Check(raw.sqlite3_prepare_v2(handle, statement.ToSql(i => $"?{i + 1}"), out var prepared), handle);
        return prepared;
    }

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
