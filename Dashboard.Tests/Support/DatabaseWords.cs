using System.Text;
using Microsoft.Data.Sqlite;

namespace Dashboard.Tests.Support;

/// <summary>Looks for words in everything that a database holds.</summary>
internal static class DatabaseWords
{
    /// <returns>Where they stand, as "table.column"; blobs are read as text.</returns>
    public static async Task<List<string>> FindAsync(this TestDatabase database, params string[] words)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(Token);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in await TablesAsync(connection))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var rows = await command.ExecuteReaderAsync(Token);
            while (await rows.ReadAsync(Token))
            {
                for (var column = 0; column < rows.FieldCount; column++)
                {
                    if (
                        words.Any(w =>
                            TextOf(rows.GetValue(column)).Contains(w, StringComparison.OrdinalIgnoreCase)
                        )
                    )
                        found.Add($"{table}.{rows.GetName(column)}");
                }
            }
        }
        return [.. found];
    }

    private static string TextOf(object value) =>
        value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value.ToString() ?? "";

    private static async Task<List<string>> TablesAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
        await using var rows = await command.ExecuteReaderAsync(Token);
        List<string> names = [];
        while (await rows.ReadAsync(Token))
            names.Add(rows.GetString(0));
        return names;
    }
}
