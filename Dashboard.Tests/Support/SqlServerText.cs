using Dashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Dashboard.Tests.Support;

/// <summary>The SQL for SQL Server, without a server.</summary>
internal static class SqlServerText
{
    /// <summary>A context that writes SQL Server's dialect and never connects.</summary>
    public static SqlServerDashboardDbContext SqlServer()
    {
        var options = new DbContextOptionsBuilder<SqlServerDashboardDbContext>();
        DataSetup.UseSqlServer(options, new DatabaseOptions { ConnectionString = "Server=." });
        return new SqlServerDashboardDbContext(options.WithIdentity().Options);
    }

    public static void AssertValid(string sql) => Parse(sql);

    public static TSqlFragment Parse(string sql)
    {
        using var reader = new StringReader(sql);
        var script = new TSql170Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        Assert.Empty(errors.Select(e => $"{e.Line}: {e.Message}"));
        return script;
    }
}
