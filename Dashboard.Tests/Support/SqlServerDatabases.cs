using System.Collections.Concurrent;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support;

/// <summary>
/// Databases of the server named by <see cref="SqlServerStore.Variable"/> for tests that want an empty one of their own. A
/// migrated database is emptied and used again; all are dropped when the tests end.
/// </summary>
internal static class SqlServerDatabases
{
    private static readonly ConcurrentBag<string> Free = [];
    private static readonly ConcurrentBag<string> All = [];
    private static int _number;

    static SqlServerDatabases() => AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAll();

    private static string Server =>
        Environment.GetEnvironmentVariable(SqlServerStore.Variable)
        ?? throw new InvalidOperationException($"{SqlServerStore.Variable} names no server.");

    /// <returns>The connection string of a database with all tables and no rows.</returns>
    public static string Rent()
    {
        if (Free.TryTake(out var used))
            return used;
        var name = $"dashboard_{Environment.ProcessId}_{Interlocked.Increment(ref _number)}";
        Execute(Server, $"CREATE DATABASE [{name}]");
        var made = new SqlConnectionStringBuilder(Server) { InitialCatalog = name }.ConnectionString;
        All.Add(made);
        using var db = new SqlServerDashboardDbContext(OptionsFor(made));
        db.Database.Migrate();
        return made;
    }

    public static void Return(string connectionString)
    {
        using var db = new SqlServerDashboardDbContext(OptionsFor(connectionString));
        try
        {
            Execute(connectionString, string.Join('\n', EmptyingOf(db)));
        }
        catch (SqlException exception)
        {
            // The test has broken it.
            TestContext.Current.SendDiagnosticMessage($"A database can't be used again: {exception.Message}");
            return;
        }
        Free.Add(connectionString);
    }

    public static DbContextOptions<SqlServerDashboardDbContext> OptionsFor(string connectionString)
    {
        var builder = new DbContextOptionsBuilder<SqlServerDashboardDbContext>();
        var batch = Environment.GetEnvironmentVariable("Database__MaxBatchSize");
        DataSetup.UseSqlServer(
            builder,
            new DatabaseOptions
            {
                ConnectionString = connectionString,
                MaxBatchSize = int.TryParse(batch, out var size) ? size : null,
            }
        );
        return builder.WithIdentity().Options;
    }

    // Truncating passes the triggers that keep the audit trail, and begins the ids anew; a table that others refer to can't be
    // truncated.
    private static IEnumerable<string> EmptyingOf(DashboardDbContext db)
    {
        var tables = db.Model.GetEntityTypes().ToList();
        var referred = tables
            .SelectMany(t => t.GetForeignKeys())
            .Select(k => k.PrincipalEntityType)
            .ToHashSet();
        foreach (
            var table in tables.Where(t => !referred.Contains(t)).Select(t => t.GetTableName()!).Distinct()
        )
            yield return $"TRUNCATE TABLE [{table}];";
        foreach (var table in referred)
            yield return $"DELETE FROM [{table.GetTableName()}];";
        // The only row that a migration writes.
        yield return $"INSERT INTO [AuditHeads] ([Id], [LastNumber], [LastHash]) VALUES (1, 0, '{AuditEntry.NothingBefore}');";
    }

    private static void DropAll()
    {
        SqlConnection.ClearAllPools();
        foreach (var database in All)
            Execute(Server, $"DROP DATABASE [{new SqlConnectionStringBuilder(database).InitialCatalog}]");
    }

    private static void Execute(string connectionString, string sql)
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
