using System.Data.Common;
using Dashboard.Data;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Data;

/// <summary>Tests the warning at start-up on SQL Server without read committed snapshots.</summary>
public sealed class ReadCommittedSnapshotTests : DatabaseContext
{
    private readonly RecordingLog _log = new();

    [Fact]
    public void The_question_and_the_remedy_are_valid_T_SQL()
    {
        AssertValid(ReadCommittedSnapshotCheck.Query);
        AssertValid(ReadCommittedSnapshotCheck.Remedy("Connection health [live]"));
        Assert.Contains(
            "[Connection health [live]]]",
            ReadCommittedSnapshotCheck.Remedy("Connection health [live]"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_database_without_it_is_warned_about_with_what_to_run()
    {
        await StartAsync(new ServerLike(Database, isOn: false));

        var warning = Assert.Single(_log.Lines);
        Assert.StartsWith("Warning:", warning, StringComparison.Ordinal);
        Assert.EndsWith(
            "ALTER DATABASE [Dash]]board] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;",
            warning,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_database_with_it_is_not_mentioned()
    {
        await StartAsync(new ServerLike(Database, isOn: true));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_server_without_that_view_causes_no_warning()
    {
        // It has no sys.databases.
        await StartAsync(Database);
        Assert.StartsWith("Information:", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SqlServer", true)]
    [InlineData("Sqlite", false)]
    public void Only_SQL_Server_is_asked_and_after_the_migrations(string provider, bool isAsked)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Database:Provider"] = provider;
        builder.AddData();
        var services = builder
            .Services.Where(service => service.ServiceType == typeof(IHostedService))
            .Select(service => service.ImplementationType)
            .ToList();
        Assert.Equal(
            isAsked,
            services.IndexOf(typeof(ReadCommittedSnapshotCheck)) > services.IndexOf(typeof(Migrator))
        );
    }

    private async Task StartAsync(IDbContextFactory<DashboardDbContext> contexts)
    {
        using var logs = LoggerFactory.Create(b => b.AddProvider(_log));
        await new ReadCommittedSnapshotCheck(
            contexts,
            logs.CreateLogger<ReadCommittedSnapshotCheck>()
        ).StartingAsync(Token);
    }

    /// <summary>A database that answers the question as SQL Server does.</summary>
    private sealed class ServerLike(TestDatabase database, bool isOn)
        : DbConnectionInterceptor,
            IDbContextFactory<DashboardDbContext>
    {
        public DashboardDbContext CreateDbContext()
        {
            var builder = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
            // Without a pool: what is made here stays with the connection.
            builder.UseSqlite($"{database.ConnectionString};Pooling=False").AddInterceptors(this);
            return new SqliteDashboardDbContext(builder.WithIdentity().Options);
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            ((SqliteConnection)connection).CreateFunction("DB_ID", () => 5L);
            await using var command = connection.CreateCommand();
            command.CommandText = $"""
                ATTACH ':memory:' AS sys;
                CREATE TABLE sys.databases (database_id INTEGER, name TEXT, is_read_committed_snapshot_on INTEGER);
                INSERT INTO sys.databases VALUES (1, 'master', 0), (5, 'Dash]board', {(
                    isOn ? 1 : 0
                )}), (6, 'other', 0);
                """;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
