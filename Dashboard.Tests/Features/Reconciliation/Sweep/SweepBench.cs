using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Dashboard.Domain.Users;
using Dashboard.Features.Reconciliation.Sweep;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Reconciliation.Sweep;

/// <summary>Nodes that sweep over one database, a fake SnapTrade and a clock that stands still.</summary>
internal sealed class SweepBench : IDisposable
{
    private readonly UserSecrets _secrets = new(new EphemeralDataProtectionProvider());

    public SweepBench()
    {
        Database = new TestDatabase(Time);
        SnapTrade = new FakeSnapTradeClient(Time);
        Passes = new SweepPasses(Database, Time);
        var refusals = new SecretRefusals(Database, _secrets, Time);
        Checker = new UserChecker(SnapTrade, Database, _secrets, refusals, Database.Log, Time);
    }

    public FakeTimeProvider Time { get; } = new(Some.Noon.AddHours(1));
    public TestDatabase Database { get; }
    public FakeSnapTradeClient SnapTrade { get; }
    public SweepPasses Passes { get; }
    public UserChecker Checker { get; }

    /// <param name="callsPerMinute">SnapTrade's limit: a round of 24 users takes six seconds of 300.</param>
    public SweepNode Node(int callsPerMinute = 300) =>
        new(
            new SweepRunner(
                Database,
                Passes,
                new SweepProgress(Database, Time),
                new SweepRound(Checker),
                new SnapTradeRateBudget(
                    Options.Create(new SnapTradeOptions { RequestsPerMinute = callsPerMinute }),
                    Time
                ),
                Time
            ),
            new WorkLeases(Database, Time)
        );

    /// <summary>Runs rounds until nothing is left to do.</summary>
    public static async Task<int> RunAsync(SweepNode node)
    {
        var rounds = 0;
        while (await node.RunRoundAsync(Token))
            rounds++;
        return rounds;
    }

    /// <summary>Starts a full pass and runs it to its end.</summary>
    public async Task SweepAsync()
    {
        Assert.True(await BeginAsync());
        using var node = Node();
        await RunAsync(node);
    }

    public Task<bool> BeginAsync(string? brokerageId = null) =>
        Passes.BeginAsync(brokerageId, by: null, alongside: null, Token);

    /// <summary>Users u00, u01, … with a secret each.</summary>
    public async Task UsersAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await UserAsync($"u{i:00}");
    }

    /// <summary>Adds a user whose secret is known, and the user's list at SnapTrade.</summary>
    public async Task UserAsync(string id, params BrokerageAuthorization[] list)
    {
        SnapTrade.Lists[id] = list;
        await using var db = Database.CreateDbContext();
        var user = await db.SnapTradeUsers.FindAsync([id], Token);
        if (user is null)
            db.Add(user = SnapTradeUser.Create(id, Some.Noon));
        user.SetSecret(_secrets.Protect("secret"), Some.Noon);
        user.NextVersion();
        await db.SaveChangesAsync(Token);
    }

    /// <summary>Marks all users as checked before, so that differences count from now on.</summary>
    public async Task LookedAtAsync()
    {
        await using var db = Database.CreateDbContext();
        await db.SnapTradeUsers.ExecuteUpdateAsync(
            s => s.SetProperty(u => u.CheckedAt, Some.Noon).SetProperty(u => u.CheckTriedAt, Some.Noon),
            Token
        );
    }

    public async Task<Connection> ConnectionAsync(string id)
    {
        await using var db = Database.CreateDbContext();
        return await db.Connections.AsNoTracking().SingleAsync(c => c.Id == id, Token);
    }

    public async Task<SnapTradeUser> ReadUserAsync(string id)
    {
        await using var db = Database.CreateDbContext();
        return await db.SnapTradeUsers.AsNoTracking().SingleAsync(u => u.Id == id, Token);
    }

    public async Task<SweepPass> PassAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.SweepPasses.AsNoTracking().OrderBy(p => p.Id).LastAsync(Token);
    }

    public async Task<List<Difference>> DifferencesAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.Differences.AsNoTracking().OrderBy(d => d.ConnectionId).ToListAsync(Token);
    }

    public async Task<List<ConnectionEvent>> PollsAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db
            .Events.AsNoTracking()
            .Where(e => e.Source == EventSource.Poll)
            .OrderBy(e => e.ConnectionId)
            .ToListAsync(Token);
    }

    public void Dispose() => Database.Dispose();

    public static BrokerageAuthorization Works(string id) =>
        new()
        {
            Id = id,
            Name = "My " + id,
            Type = "trade",
            Brokerage = new BrokerageInfo { Id = "questrade-id" },
            CreatedDate = Some.Noon.AddDays(-90),
        };

    public static BrokerageAuthorization Broken(string id, double minute) =>
        Works(id) with
        {
            Disabled = true,
            DisabledDate = Some.Noon.AddMinutes(minute),
        };
}

/// <summary>The runner of one node, with its lease.</summary>
internal sealed class SweepNode(SweepRunner runner, WorkLeases leases) : IDisposable
{
    private readonly Lease _lease = new(leases, runner.Name, runner.OnOneNode);

    public Task<bool> RunRoundAsync(CancellationToken cancellationToken) =>
        runner.RunRoundAsync(_lease, cancellationToken);

    /// <summary>Ends the node as a shutdown does.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _lease.ReleaseAsync(cancellationToken);

    public void Dispose() => runner.Dispose();
}
