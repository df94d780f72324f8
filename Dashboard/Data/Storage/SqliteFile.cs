using Microsoft.Data.Sqlite;

namespace Dashboard.Data.Storage;

/// <summary>Opens SQLite files by their paths, outside of the pool of the configured database.</summary>
internal static class SqliteFile
{
    /// <summary>Names of the files beside a database that belong to it.</summary>
    public static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>The full path of the configured database; null when it is a server's.</summary>
    /// <exception cref="StartRefusedException">The connection string can't be read.</exception>
    public static string? Of(DatabaseOptions options)
    {
        if (options.IsServer)
            return null;
        try
        {
            return Path.GetFullPath(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource);
        }
        catch (ArgumentException)
        {
            // Its message may quote parts of the string, such as a password.
            throw new StartRefusedException(
                "ConnectionStrings__Dashboard can't be read as a connection string of the provider that Database__Provider names."
            );
        }
    }

    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(ConnectionString(path, mode));
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static string ConnectionString(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ConnectionString;

    public static T Scalar<T>(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)
            Convert.ChangeType(
                command.ExecuteScalar() ?? default(T)!,
                typeof(T),
                System.Globalization.CultureInfo.InvariantCulture
            );
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Deletes a file and those that belong to it.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        foreach (var companion in Companions)
            File.Delete(path + companion);
    }
}
