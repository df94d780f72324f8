using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support;

/// <summary>A real SQLite file, made by the migrations, with the history on top of it.</summary>
public sealed class TestDatabase : IDbContextFactory<DashboardDbContext>, IDisposable
{
    private static readonly Lazy<string> Template = new(CreateTemplate);
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-test-").FullName;
    private readonly DbContextOptions<SqliteDashboardDbContext> _options;

    public TestDatabase(TimeProvider? time = null)
    {
        File.Copy(Template.Value, FilePath);
        _options = OptionsFor(FilePath);
        Log = new EventLog(this, Changes, time ?? TimeProvider.System);
    }

    public string FilePath => Path.Combine(_folder, "dashboard.db");
    public string ExportFolder => Path.Combine(_folder, "exports");
    public string MailFolder => Path.Combine(_folder, "mail");
    public string ConnectionString => ConnectionStringFor(FilePath);
    public EventLog Log { get; }
    public RecordingPublisher Changes { get; } = new();

    public DashboardDbContext CreateDbContext() => new SqliteDashboardDbContext(_options);

    public void Dispose()
    {
        using (var db = CreateDbContext())
            Microsoft.Data.Sqlite.SqliteConnection.ClearPool(
                (Microsoft.Data.Sqlite.SqliteConnection)db.Database.GetDbConnection()
            );
        Directory.Delete(_folder, recursive: true);
    }

    private static string ConnectionStringFor(string path) => $"Data Source={path}";

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
