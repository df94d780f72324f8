using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Dashboard.Tests.Support;

/// <summary>Statements in SQLite's dialect, such as those that damage a database; their tests are skipped on other providers.</summary>
internal static class SqliteStatements
{
    public static void OnlySqlite(this DatabaseFacade database) =>
        Assert.SkipUnless(database.IsSqlite(), "A test of SQLite.");

    public static Task RunSqliteAsync(this DatabaseFacade database, string sql)
    {
        database.OnlySqlite();
        return database.ExecuteSqlRawAsync(sql, Token);
    }
}
