using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>Describes the configured database without its credentials.</summary>
internal static class DatabasePlace
{
    private const int SqliteGeneralError = 1;
    private const int SqliteConstraint = 19;

    /// <exception cref="StartRefusedException">The connection string can't be read.</exception>
    public static string Of(DashboardDbContext db)
    {
        try
        {
            var connection = db.Database.GetDbConnection();
            return db is SqliteDashboardDbContext
                ? $"the file {Path.GetFullPath(connection.DataSource)}"
                : $"{connection.Database} on the server {connection.DataSource}";
        }
        catch (ArgumentException)
        {
            // Its message may quote parts of the string, such as the end of a password after a semicolon.
            throw new StartRefusedException(
                "ConnectionStrings__Dashboard can't be read as a connection string of the provider that Database__Provider names."
            );
        }
    }

    /// <summary>Whether the database is unusable, as opposed to an error in our statement.</summary>
    public static bool IsUnusable(Exception exception) =>
        exception switch
        {
            SqliteException { SqliteErrorCode: SqliteGeneralError or SqliteConstraint } => false,
            DbException or IOException or UnauthorizedAccessException => true,
            _ => false,
        };

    /// <param name="place">From <see cref="Of"/>.</param>
    /// <param name="file">The full path of a SQLite database; null for a server.</param>
    /// <param name="cause">For which <see cref="IsUnusable"/> is true.</param>
    public static StartRefusedException Refusal(string place, string? file, Exception cause)
    {
        var reason = cause.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        var advice = file is not null
            ? Sentence(UsablePlace.ProblemOfFile(file))
                ?? "Make sure that no other program locks it and that it is a SQLite database"
            : "Make sure that the server is running and accepts this login";
        return new StartRefusedException(
            $"The database can't be used: {place}: {reason}. {advice}, or set ConnectionStrings__Dashboard to another database.",
            cause
        );
    }

    private static string? Sentence(string? words) =>
        words is null ? null : char.ToUpperInvariant(words[0]) + words[1..];
}
