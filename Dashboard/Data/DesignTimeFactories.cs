using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Dashboard.Data;

/// <summary>Builds a context for <c>dotnet ef</c>, which needs no server to write a migration.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteDashboardDbContext>
{
    public SqliteDashboardDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
        DataSetup.UseSqlite(options, new DatabaseOptions());
        return new SqliteDashboardDbContext(options.Options);
    }
}

/// <inheritdoc cref="SqliteDesignTimeFactory"/>
internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerDashboardDbContext>
{
    public SqlServerDashboardDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqlServerDashboardDbContext>();
        DataSetup.UseSqlServer(options, new DatabaseOptions { ConnectionString = "Server=." });
        return new SqlServerDashboardDbContext(options.Options);
    }
}
