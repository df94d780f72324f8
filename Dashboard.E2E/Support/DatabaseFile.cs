using Microsoft.Data.Sqlite;

namespace Dashboard.E2E.Support;

/// <summary>Reads the file of a node, which may be running.</summary>
internal static class DatabaseFile
{
    /// <summary>The first column of the rows, which must be texts.</summary>
    public static List<string> Read(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
