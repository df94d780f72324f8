using Dashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support;

/// <summary>Contexts of an SQLite file that is not migrated by itself.</summary>
internal sealed class SqliteFile(string path) : IDbContextFactory<DashboardDbContext>
{
    public DashboardDbContext CreateDbContext()
    {
        var builder = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
        DataSetup.UseSqlite(builder, new DatabaseOptions { ConnectionString = $"Data Source={path}" });
        return new SqliteDashboardDbContext(builder.WithIdentity().Options);
    }
}
