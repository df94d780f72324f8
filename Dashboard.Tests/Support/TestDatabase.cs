using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Support;

/// <summary>
/// A database of a test's own with all migrations: a real SQLite file, or one of SQL Server where <see cref="Variable"/> says
/// so. Then tests of SQLite itself are skipped.
/// </summary>
public sealed class TestDatabase : IDbContextFactory<DashboardDbContext>, IDisposable
{
    /// <summary>The environment variable that names the provider; empty means SQLite.</summary>
    public const string Variable = "DASHBOARD_TEST_PROVIDER";

    private static readonly bool IsOnServer =
        Environment.GetEnvironmentVariable(Variable) == DatabaseOptions.SqlServer;

    private static readonly Lazy<string> Template = new(CreateTemplate);
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-test-").FullName;
    private readonly string? _server;

    public TestDatabase(TimeProvider? time = null)
    {
        if (IsOnServer)
            _server = SqlServerDatabases.Rent();
        else
            File.Copy(Template.Value, FileIn(_folder));
        Log = new EventLog(this, Changes, time ?? TimeProvider.System);
    }

    public string ExportFolder => Path.Combine(_folder, "exports");
    public string MailFolder => Path.Combine(_folder, "mail");
    public EventLog Log { get; }
    public RecordingPublisher Changes { get; } = new();

    /// <summary>The configuration of a server on this database.</summary>
    public (string Key, string? Value)[] Settings =>
        _server is null
            ? [("ConnectionStrings:Dashboard", ConnectionString)]
            : [("Database:Provider", DatabaseOptions.SqlServer), ("ConnectionStrings:Dashboard", _server)];

    /// <summary>The file of SQLite; only for tests of what SQLite alone does.</summary>
    public string FilePath
    {
        get
        {
            OnlySqlite();
            return FileIn(_folder);
        }
    }

    /// <summary>Skips the rest of a test of what SQLite alone does on another provider.</summary>
    public void OnlySqlite() => Assert.SkipWhen(_server is not null, "A test of SQLite.");

    /// <summary>For SQLite; only for tests of what SQLite alone does.</summary>
    public string ConnectionString => ConnectionStringFor(FilePath);

    public DashboardDbContext CreateDbContext() => CreateDbContext(interceptors: []);

    public DashboardDbContext CreateDbContext(params IInterceptor[] interceptors) =>
        _server is null
            ? new SqliteDashboardDbContext(With(OptionsFor(FileIn(_folder)), interceptors))
            : new SqlServerDashboardDbContext(With(SqlServerDatabases.OptionsFor(_server), interceptors));

    public void Dispose()
    {
        if (_server is not null)
            SqlServerDatabases.Return(_server);
        else
            ClearPool();
        Directory.Delete(_folder, recursive: true);
    }

    private void ClearPool()
    {
        using var db = CreateDbContext();
        Microsoft.Data.Sqlite.SqliteConnection.ClearPool(
            (Microsoft.Data.Sqlite.SqliteConnection)db.Database.GetDbConnection()
        );
    }

    private static string FileIn(string folder) => Path.Combine(folder, "dashboard.db");

    private static string ConnectionStringFor(string path) => $"Data Source={path}";

    private static DbContextOptions<TContext> With<TContext>(
        DbContextOptions<TContext> options,
        IInterceptor[] interceptors
    )
        where TContext : DbContext =>
        interceptors is []
            ? options
            : new DbContextOptionsBuilder<TContext>(options).AddInterceptors(interceptors).Options;

    private static DbContextOptions<SqliteDashboardDbContext> OptionsFor(string path)
    {
        var builder = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
        DataSetup.UseSqlite(builder, new DatabaseOptions { ConnectionString = ConnectionStringFor(path) });
        return builder.WithIdentity().Options;
    }

    // Migrated once and copied.
    private static string CreateTemplate()
    {
        var path = Path.Combine(
            Directory.CreateTempSubdirectory("dashboard-template-").FullName,
            "template.db"
        );
        using var db = new SqliteDashboardDbContext(OptionsFor(path));
        db.Database.Migrate();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return path;
    }
}

/// <summary>Keeps what was published, in order.</summary>
public sealed class RecordingPublisher : IConnectionChangePublisher
{
    private readonly List<ConnectionChange> _changes = [];

    public IReadOnlyList<ConnectionChange> All
    {
        get
        {
            lock (_changes)
                return [.. _changes];
        }
    }

    public ValueTask PublishAsync(
        IReadOnlyList<ConnectionChange> published,
        CancellationToken cancellationToken
    )
    {
        lock (_changes)
            _changes.AddRange(published);
        return ValueTask.CompletedTask;
    }
}
