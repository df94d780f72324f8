using System.Text;
using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.Import;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Users.Import;

/// <summary>What imports need, over a real database, without a server.</summary>
internal sealed class ImportHost : IDisposable
{
    private readonly IDataProtectionProvider _keys = new EphemeralDataProtectionProvider();
    private readonly IDbContextFactory<DashboardDbContext> _contexts;

    // One for all: each new one ends what the one before it stood for.
    private readonly CurrentOperator _admin = ActorScope.Of(Role.Admin);

    public ImportHost(Func<TestDatabase, IDbContextFactory<DashboardDbContext>>? contexts = null) =>
        _contexts = contexts?.Invoke(Database) ?? Database;

    public FakeTimeProvider Clock { get; } = new(Some.Noon);
    public TestDatabase Database { get; } = new();
    public RecordingLog Log { get; } = new();
    public UserSecrets Secrets => new(_keys);

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public UserImports Imports(CurrentOperator? who = null)
    {
        var current = who ?? _admin;
        return new(_contexts, Files, new ImportSignal(), current, new AuditWriter(current, Clock), Clock);
    }

    public ImportQueries Queries(CurrentOperator? who = null) => new(_contexts, Files, who ?? _admin);

    public ImportPass Pass() => new(_contexts, Files, Secrets, new AuditWriter(_admin, Clock), Clock);

    /// <summary>A node with a runner and a lease of its own.</summary>
    public ImportNode Node()
    {
        var services = new ServiceCollection().AddScoped(_ => Pass()).BuildServiceProvider();
        var logs = LoggerFactory.Create(b => b.AddProvider(Log));
        var runner = new ImportRunner(
            _contexts,
            Files,
            services.GetRequiredService<IServiceScopeFactory>(),
            new ImportSignal(),
            Clock,
            logs.CreateLogger<ImportRunner>()
        );
        var leases = new WorkLeases(_contexts, Clock);
        return new ImportNode(runner, new Lease(leases, runner.Name, runner.OnOneNode));
    }

    public async Task<string> UploadAsync(string text) =>
        (await Imports().ReceiveAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "users.csv", Ended))!;

    /// <summary>Uploads, and finds out what would change.</summary>
    public async Task<UserImport> CheckAsync(string text)
    {
        var id = await UploadAsync(text);
        await Imports().CheckAsync(id, ImportMapping.Read((await FindAsync(id)).Mapping), Ended);
        await NewRunnerAsync();
        return await FindAsync(id);
    }

    /// <summary>Uploads, checks and imports.</summary>
    public async Task<UserImport> ImportAsync(string text)
    {
        var id = (await CheckAsync(text)).Id;
        await StartAsync(id);
        await NewRunnerAsync();
        return await FindAsync(id);
    }

    /// <summary>Imports what was checked, as it was checked.</summary>
    public async Task StartAsync(string id) =>
        Assert.True(await Imports().StartAsync(id, ImportMapping.Read((await FindAsync(id)).Mapping), Ended));

    /// <summary>A node that takes over: the lease of the one before has run out.</summary>
    public Task<bool> NewRunnerAsync()
    {
        Clock.Advance(TimeSpan.FromMinutes(2));
        return Node().RunOnceAsync(Ended);
    }

    public async Task<UserImport> FindAsync(string id) => (await Queries().FindAsync(id, Ended))!;

    public async Task<SnapTradeUser?> UserAsync(string id)
    {
        await using var db = Database.CreateDbContext();
        return await db.SnapTradeUsers.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, Ended);
    }

    public StagedFile Files => new(_contexts, _keys);

    public void Dispose() => Database.Dispose();

    /// <summary>A file with users u0, u1, …</summary>
    public static string Users(int count, Func<int, string>? row = null) =>
        "userId,name,email\n"
        + string.Concat(Enumerable.Range(0, count).Select(row ?? (i => $"u{i},Name {i},u{i}@example.com\n")));
}

/// <summary>A node that runs imports as its loop does: while it holds the lease.</summary>
internal sealed class ImportNode(ImportRunner runner, Lease lease)
{
    /// <returns>Whether an import was run.</returns>
    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken) =>
        await lease.HoldAsync(cancellationToken) && await runner.RunOnceAsync(lease, cancellationToken);
}
