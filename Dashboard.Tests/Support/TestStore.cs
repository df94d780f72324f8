using Dashboard.Data;
using Dashboard.Data.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Support;

/// <summary>A database of one of the providers, up to date.</summary>
public abstract class TestStore : IDbContextFactory<DashboardDbContext>, IAsyncDisposable
{
    protected TestStore() => Log = NewLog();

    public RecordingPublisher Changes { get; } = new();
    public EventLog Log { get; }

    /// <summary>A second context factory, as of another node.</summary>
    public EventLog NewLog() => new(this, Changes, TimeProvider.System);

    public abstract DashboardDbContext CreateDbContext();

    public abstract ValueTask DisposeAsync();
}

public sealed class SqliteStore : TestStore
{
    private readonly TestDatabase _database = new();

    public static Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new SqliteStore());

    public override DashboardDbContext CreateDbContext() => _database.CreateDbContext();

    public override ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The server named by <see cref="Variable"/>; what tests leave there is told apart by their ids.</summary>
public sealed class SqlServerStore : TestStore
{
    public const string Variable = "DASHBOARD_TEST_SQLSERVER";
    private static readonly SemaphoreSlim Migrating = new(1, 1);
    private static bool _isMigrated;
    private readonly DbContextOptions<SqlServerDashboardDbContext> _options;

    private SqlServerStore(string connectionString, IInterceptor[] interceptors)
    {
        var builder = new DbContextOptionsBuilder<SqlServerDashboardDbContext>(
            SqlServerDatabases.OptionsFor(connectionString)
        );
        builder.AddInterceptors(interceptors);
        _options = builder.Options;
    }

    /// <summary>Skips the test, visibly, where there is no server.</summary>
    public static Task<TestStore> OpenAsync() => OpenAsync(interceptors: []);

    /// <inheritdoc cref="OpenAsync()"/>
    /// <param name="interceptors">See what is sent to the server.</param>
    public static async Task<TestStore> OpenAsync(params IInterceptor[] interceptors)
    {
        var connectionString = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(
            string.IsNullOrWhiteSpace(connectionString),
            $"{Variable} names no SQL Server: set it to a connection string of an existing, empty database."
        );
        var store = new SqlServerStore(connectionString!, interceptors);
        await MigrateAsync(store);
        return store;
    }

    public override DashboardDbContext CreateDbContext() => new SqlServerDashboardDbContext(_options);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task MigrateAsync(SqlServerStore store)
    {
        await Migrating.WaitAsync(Token);
        try
        {
            await using var db = store.CreateDbContext();
            if (!_isMigrated)
                await db.Database.MigrateAsync(Token);
            _isMigrated = true;
        }
        finally
        {
            Migrating.Release();
        }
    }
}
