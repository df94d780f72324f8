using Dashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Benchmarks;

/// <summary>Contexts for a SQLite file, set up as in the product.</summary>
internal sealed class SqliteContexts(string path) : IDbContextFactory<DashboardDbContext>
{
    private readonly DbContextOptions<SqliteDashboardDbContext> _options = Options(path);

    public DashboardDbContext CreateDbContext() => new SqliteDashboardDbContext(_options);

    private static DbContextOptions<SqliteDashboardDbContext> Options(string path)
    {
        var builder = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
        DataSetup.UseSqlite(builder, new DatabaseOptions { ConnectionString = $"Data Source={path}" });
        return builder.WithIdentity().Options;
    }
}
