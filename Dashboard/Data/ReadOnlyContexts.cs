using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>The configured database, opened read-only where the provider supports it.</summary>
internal sealed class ReadOnlyContexts(DatabaseOptions settings) : IDbContextFactory<DashboardDbContext>
{
    public DashboardDbContext CreateDbContext()
    {
        if (settings.IsServer)
        {
            var server = new DbContextOptionsBuilder<SqlServerDashboardDbContext>();
            DataSetup.UseSqlServer(server, settings);
            return new SqlServerDashboardDbContext(server.WithIdentity().Options);
        }
        // Skips our pragmas, which write to the file.
        var file = new DbContextOptionsBuilder<SqliteDashboardDbContext>().UseSqlite(ReadOnly());
        return new SqliteDashboardDbContext(file.WithIdentity().Options);
    }

    private string ReadOnly()
    {
        try
        {
            return new SqliteConnectionStringBuilder(settings.ConnectionString)
            {
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ConnectionString;
        }
        catch (ArgumentException)
        {
            // Its message may quote parts of the string, such as a password.
            throw new StartRefusedException(
                "ConnectionStrings__Dashboard can't be read as a connection string."
            );
        }
    }
}
