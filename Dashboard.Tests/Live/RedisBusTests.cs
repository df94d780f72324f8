using System.Net;
using System.Threading.Channels;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Live;

/// <summary>Two nodes, one database, a real Redis between them.</summary>
public sealed class RedisBusTests
{
    [Fact]
    public async Task A_webhook_on_one_node_reaches_the_listeners_of_another()
    {
        using var database = new TestDatabase();
        await using var redis = await RedisServer.StartAsync();
        await using var one = await NodeAsync(redis, database);
        await using var other = await NodeAsync(redis, database);
        await using var near = await HubClient.ConnectAsync(one);
        await using var far = await HubClient.ConnectAsync(other);

        await BreakAsync(one, "c1");

        Assert.Equal("Disabled", (await near.NextAsync("c1")).GetProperty("health").GetString());
        Assert.Equal("Disabled", (await far.NextAsync("c1")).GetProperty("health").GetString());
    }

    [Fact]
    public async Task Without_Redis_a_node_notifies_its_own_screens_and_the_others_read_again()
    {
        using var database = new TestDatabase();
        await using var redis = await RedisServer.StartAsync();
        await using var one = await NodeAsync(redis, database);
        await using var other = await NodeAsync(redis, database);
        await using var near = await HubClient.ConnectAsync(one);
        await using var far = await HubClient.ConnectAsync(other);
        var seen = Channel.CreateUnbounded<FeedUpdate>();
        using var screen = Feed(other)
            .Subscribe(update => seen.Writer.WriteAsync(update).AsTask(), () => Task.CompletedTask);

        await redis.KillAsync();
        await Eventually.TrueAsync(
            () => !Feed(one).IsLive && !Feed(other).IsLive,
            "both nodes noticed that Redis is away"
        );
        await BreakAsync(one, "while-away");
        await near.NextAsync("while-away");
        await RereadAsync(seen);
        await far.HearsOfGapAsync();

        await redis.RunAsync();
        await Eventually.TrueAsync(
            () => Feed(one).IsLive && Feed(other).IsLive,
            "both nodes found Redis again"
        );
        await DeliveredAsync(one, far, "back");
    }

    [Fact]
    public async Task A_node_starts_without_Redis_and_connects_later()
    {
        using var database = new TestDatabase();
        await using var redis = RedisServer.Absent();
        await using var one = DashboardServer.Start(
            database: database,
            settings: ("Redis:Configuration", redis.Configuration)
        );
        await using var near = await HubClient.ConnectAsync(one);
        await BreakAsync(one, "alone");
        await near.NextAsync("alone");

        await redis.RunAsync();
        await using var other = await NodeAsync(redis, database);
        await Eventually.TrueAsync(() => Feed(one).IsLive, "the first node found Redis");

        await DeliveredAsync(other, near, "together");
    }

    [Fact]
    public async Task A_hanging_Redis_does_not_delay_deliveries()
    {
        using var database = new TestDatabase();
        await using var redis = await RedisServer.StartAsync();
        await using var one = await NodeAsync(redis, database);
        await using var near = await HubClient.ConnectAsync(one);
        redis.Freeze();

        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 5; i++)
            await BreakAsync(one, $"hung-{i}");
        await near.NextAsync("hung-4");

        // Each would wait for Redis's own time limit of a second, one after the other.
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_hanging_Redis_is_noticed_before_a_screen_is_wrong_for_five_seconds()
    {
        using var database = new TestDatabase();
        await using var redis = await RedisServer.StartAsync();
        await using var one = await NodeAsync(redis, database);
        var read = new TaskCompletionSource();
        using var screen = Feed(one)
            .Subscribe(
                update =>
                {
                    if (update.MustReread && !Feed(one).IsLive)
                        read.TrySetResult();
                    return Task.CompletedTask;
                },
                () => Task.CompletedTask
            );

        redis.Freeze();

        await read.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    private static async Task<DashboardServer> NodeAsync(RedisServer redis, TestDatabase database)
    {
        var node = DashboardServer.Start(
            database: database,
            settings: ("Redis:Configuration", redis.Configuration)
        );
        await Eventually.TrueAsync(() => Feed(node).IsLive, "the node found Redis");
        return node;
    }

    private static ConnectionFeed Feed(DashboardServer node) =>
        node.Services.GetRequiredService<ConnectionFeed>();

    private static async Task BreakAsync(DashboardServer node, string connectionId)
    {
        var payload = Signed.Event("CONNECTION_BROKEN", TimeProvider.System.GetUtcNow(), connectionId);
        var (answer, _) = await node.DeliverAsync(Signed.Post(payload));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    // Subscribing again takes Redis's client a moment after connecting, so one of several must arrive.
    private static async Task DeliveredAsync(DashboardServer from, HubClient to, string name)
    {
        var arrived = to.NextAsync(name);
        await Eventually.TrueAsync(
            async () =>
            {
                await BreakAsync(from, name);
                return arrived.IsCompleted;
            },
            "a change reached the other node"
        );
        await arrived;
    }

    private static async Task RereadAsync(Channel<FeedUpdate> seen)
    {
        while (!(await seen.Reader.ReadAsync(Token)).MustReread) { }
    }
}
