using System.Data.Common;
using Dashboard.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support;

/// <summary>How SQLite would answer a query: one line a step, as <c>EXPLAIN QUERY PLAN</c> says it.</summary>
internal static class QueryPlan
{
    public static async Task<IReadOnlyList<string>> OfAsync<T>(DashboardDbContext db, IQueryable<T> query)
    {
        await db.Database.OpenConnectionAsync(Token);
        await using var command = query.CreateDbCommand();
        return await OfAsync(command);
    }

    /// <summary>The same for a command on an open connection; the command itself is not run.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(DbCommand command)
    {
        Assert.SkipUnless(command is SqliteCommand, "A test of SQLite's plans.");
        command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
        await using var reader = await command.ExecuteReaderAsync(Token);
        List<string> plan = [];
        while (await reader.ReadAsync(Token))
            plan.Add(reader.GetString(3));
        return plan;
    }
}
