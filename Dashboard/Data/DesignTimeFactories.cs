using Microsoft.AspNetCore.Identity;
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
        return new SqliteDashboardDbContext(options.WithIdentity().Options);
    }
}

/// <inheritdoc cref="SqliteDesignTimeFactory"/>
internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerDashboardDbContext>
{
    public SqlServerDashboardDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqlServerDashboardDbContext>();
        DataSetup.UseSqlServer(options, new DatabaseOptions { ConnectionString = "Server=." });
        return new SqlServerDashboardDbContext(options.WithIdentity().Options);
    }
}

/// <summary>
/// Provides Identity's options, which Identity reads from the application's services to build its model. A model
/// built without them differs from the server's.
/// </summary>
internal static class IdentityShape
{
    public static IServiceCollection AddIdentityShape(this IServiceCollection services) =>
        services.Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3);

    public static DbContextOptionsBuilder<T> WithIdentity<T>(this DbContextOptionsBuilder<T> options)
        where T : DbContext =>
        options.UseApplicationServiceProvider(
            new ServiceCollection().AddIdentityShape().BuildServiceProvider()
        );
}
