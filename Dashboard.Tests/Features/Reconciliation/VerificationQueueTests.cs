using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Features.Reconciliation;
using Dashboard.Live;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Reconciliation;

public sealed class VerificationQueueTests
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddMinutes(10));

    [Fact]
    public async Task A_doubtful_connection_is_checked_and_the_answer_is_believed()
    {
        await using var server = await DoubtfulAsync();
        server.SnapTrade.Connections["connection-1"] = Found(disabled: false);

        await RunAsync(server);

        var connection = await ConnectionAsync(server);
        Assert.Equal((Health.Healthy, false), (connection.Health, connection.AwaitingVerification));
        Assert.Equal(["connection-1"], server.SnapTrade.Asked);
    }

    [Fact]
    public async Task A_connection_SnapTrade_does_not_know_is_deleted()
    {
        await using var server = await DoubtfulAsync();

        await RunAsync(server);

        Assert.Equal(Health.Deleted, (await ConnectionAsync(server)).Health);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_missing_connection_counts_as_deleted_only_if_the_users_list_agrees(bool isListed)
    {
        await using var server = await DoubtfulAsync();
        if (isListed)
            server.SnapTrade.Listed["connection-1"] = Found(disabled: false);
        else
            server.SnapTrade.ListFailure = new SnapTradeException(SnapTradeErrorKind.NotFound, "404");

        await RunAsync(server);

        var connection = await ConnectionAsync(server);
        Assert.Equal((Health.Unknown, true), (connection.Health, connection.AwaitingVerification));
        Assert.Equal(_time.GetUtcNow().AddSeconds(15), connection.VerifyAfter);
    }

    [Fact]
    public async Task A_refusal_does_not_count_against_a_secret_that_came_in_meanwhile()
    {
        await using var server = await DoubtfulAsync();
        server.SnapTrade.OnAsked = () => GiveSecretAsync(server, "new secret");
        server.SnapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.Unauthorized, "no")
        {
            Code = "1083",
        };

        await RunAsync(server);

        await using var db = server.Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(Token);
        Assert.True(user.CanAskSnapTrade);
    }

    [Fact]
    public async Task Two_nodes_that_see_the_same_doubt_ask_once()
    {
        await using var server = await DoubtfulAsync();
        server.SnapTrade.Connections["connection-1"] = Found(disabled: true);
        using var one = Queue(server);
        using var other = Queue(server);

        await Task.WhenAll(
            Task.Run(() => one.RunOnceAsync(Token)),
            Task.Run(() => other.RunOnceAsync(Token))
        );

        Assert.Single(server.SnapTrade.Asked);
    }

    [Fact]
    public async Task A_check_that_fails_is_put_off_longer_each_time()
    {
        await using var server = await DoubtfulAsync();
        server.SnapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.Unreachable, "away");

        await RunAsync(server);
        await RunAsync(server);
        Assert.Single(server.SnapTrade.Asked);
        _time.Advance(TimeSpan.FromSeconds(16));
        await RunAsync(server);

        var connection = await ConnectionAsync(server);
        Assert.Equal((true, 2), (connection.AwaitingVerification, connection.VerifyFailures));
        Assert.Equal(_time.GetUtcNow().AddSeconds(30), connection.VerifyAfter);
    }

    [Fact]
    public async Task Throttling_delays_a_check_without_counting_as_a_failure()
    {
        await using var server = await DoubtfulAsync();
        server.SnapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.RateLimited, "429")
        {
            RetryAfter = TimeSpan.FromSeconds(7),
        };

        await RunAsync(server);

        var connection = await ConnectionAsync(server);
        Assert.Equal((true, 0), (connection.AwaitingVerification, connection.VerifyFailures));
        Assert.Equal(_time.GetUtcNow().AddSeconds(7), connection.VerifyAfter);
    }

    [Fact]
    public async Task A_manual_check_without_budget_does_not_delay_the_queued_check()
    {
        await using var server = await DoubtfulAsync();
        server.SnapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.RateLimited, "used up");
        var verifier = server.Services.GetRequiredService<ConnectionVerifier>();

        for (var press = 0; press < 6; press++)
            await verifier.VerifyAsync("connection-1", CallPriority.Interactive, Token);

        var connection = await ConnectionAsync(server);
        Assert.Equal(
            (true, 0, null),
            (connection.AwaitingVerification, connection.VerifyFailures, connection.VerifyAfter)
        );
    }

    [Fact]
    public async Task While_SnapTrades_clock_is_behind_the_same_doubt_is_checked_less_and_less_often()
    {
        await using var server = await DoubtfulAsync();
        server.SnapTrade.Connections["connection-1"] = Found(disabled: true);
        server.SnapTrade.Skew = TimeSpan.FromSeconds(-12);
        await server.Database.EventsAsync(
            Some.Event(EventTypes.ConnectionUpdated) with
            {
                OccurredAt = _time.GetUtcNow(),
            }
        );

        var start = _time.GetUtcNow();
        var asked = new List<double>();
        server.SnapTrade.OnAsked = () =>
        {
            asked.Add((_time.GetUtcNow() - start).TotalSeconds);
            return Task.CompletedTask;
        };
        using var queue = UnnoticedQueue(server);
        for (var second = 0; second <= 60; second++)
        {
            await queue.RunOnceAsync(Token);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0d, 5d, 15d], asked);
        var connection = await ConnectionAsync(server);
        Assert.Equal(
            (Health.Disabled, false, 0),
            (connection.Health, connection.AwaitingVerification, connection.UnsettledChecks)
        );
    }

    [Fact]
    public async Task A_user_with_a_refused_secret_is_not_checked_again()
    {
        await using var server = await DoubtfulAsync();
        server.SnapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.Unauthorized, "no")
        {
            Code = "1083",
        };

        await RunAsync(server);
        _time.Advance(TimeSpan.FromHours(2));
        await RunAsync(server);

        Assert.Single(server.SnapTrade.Asked);
    }

    [Fact]
    public async Task Without_a_secret_no_check_is_made()
    {
        await using var server = DashboardServer.Start(_time);
        await server.Database.EventsAsync(Some.Event(EventTypes.ConnectionUpdated));

        await RunAsync(server);

        Assert.Empty(server.SnapTrade.Asked);
    }

    [Fact]
    public async Task A_claim_left_by_a_node_that_died_runs_out()
    {
        await using var server = await DoubtfulAsync();
        server.SnapTrade.Connections["connection-1"] = Found(disabled: true);
        await using (var db = server.Database.CreateDbContext())
            await db.Connections.ExecuteUpdateAsync(
                s => s.SetProperty(c => c.VerifyAfter, _time.GetUtcNow().AddMinutes(1)),
                Token
            );

        await RunAsync(server);
        Assert.Empty(server.SnapTrade.Asked);
        _time.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(server);

        Assert.Single(server.SnapTrade.Asked);
    }

    [Fact]
    public async Task A_claim_of_a_clock_that_was_ahead_has_run_out()
    {
        await using var server = await DoubtfulAsync();
        server.SnapTrade.Connections["connection-1"] = Found(disabled: true);
        await using (var db = server.Database.CreateDbContext())
            await db.Connections.ExecuteUpdateAsync(
                s => s.SetProperty(c => c.VerifyAfter, _time.GetUtcNow().AddHours(2)),
                TestContext.Current.CancellationToken
            );

        await RunAsync(server);

        Assert.Single(server.SnapTrade.Asked);
    }

    [Fact]
    public async Task The_running_server_checks_by_itself_soon_after_the_hint()
    {
        await using var server = await DoubtfulAsync(runsByItself: true);
        server.SnapTrade.Connections["connection-1"] = Found(disabled: true);

        await server.DeliverAsync(
            Signed.Post(Signed.Event("CONNECTION_UPDATED", _time.GetUtcNow(), "connection-1"))
        );
        await Eventually.TrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return (await ConnectionAsync(server)).Health == Health.Disabled;
            },
            "the connection was checked"
        );
    }

    private async Task<DashboardServer> DoubtfulAsync(bool runsByItself = false)
    {
        var server = DashboardServer.Start(_time);
        if (!runsByItself)
            await server
                .Services.GetServices<IHostedService>()
                .OfType<LeasedLoop<VerificationQueue>>()
                .Single()
                .StopAsync(Token);
        await server.Database.EventsAsync(Some.Event(EventTypes.ConnectionUpdated));
        await GiveSecretAsync(server, "secret");
        return server;
    }

    private static async Task GiveSecretAsync(DashboardServer server, string secret)
    {
        await using var db = server.Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(Token);
        user.SetSecret(server.Services.GetRequiredService<UserSecrets>().Protect(secret), Some.Noon);
        user.NextVersion();
        await db.SaveChangesAsync(Token);
    }

    private static async Task RunAsync(DashboardServer server)
    {
        using var queue = Queue(server);
        await queue.RunOnceAsync(Token);
    }

    private static VerificationQueue Queue(DashboardServer server) =>
        Queue(server, server.Services.GetRequiredService<ConnectionVerifier>());

    /// <summary>A queue that is separate from the server's own.</summary>
    private static VerificationQueue UnnoticedQueue(DashboardServer server) =>
        Queue(
            server,
            new ConnectionVerifier(
                server.SnapTrade,
                server.Database,
                server.Services.GetRequiredService<UserSecrets>(),
                server.Services.GetRequiredService<SecretRefusals>(),
                server.Database.Log,
                server.Services.GetRequiredService<TimeProvider>()
            )
        );

    private static VerificationQueue Queue(DashboardServer server, ConnectionVerifier verifier) =>
        new(
            server.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>(),
            verifier,
            server.Services.GetRequiredService<ConnectionFeed>(),
            server.Services.GetRequiredService<TimeProvider>()
        );

    private static async Task<Connection> ConnectionAsync(DashboardServer server)
    {
        await using var db = server.Database.CreateDbContext();
        return await db.Connections.AsNoTracking().SingleAsync(Token);
    }

    private static BrokerageAuthorization Found(bool disabled) =>
        new() { Id = "connection-1", Disabled = disabled };
}
