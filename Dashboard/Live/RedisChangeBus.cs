using System.Text.Json;
using Dashboard.Domain;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Dashboard.Live;

/// <summary>
/// The bus of several nodes: Redis publish/subscribe. While Redis is away, a node tells its own screens
/// directly and the others re-read.
/// </summary>
internal sealed partial class RedisChangeBus(IOptions<RedisOptions> options, ILogger<RedisChangeBus> logger)
    : IChangeBus,
        IAsyncDisposable
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("connection-health:changes");
    private ConnectionMultiplexer? redis;
    private Action<FeedUpdate>? receive;

    public bool IsConnected => redis?.IsConnected == true;

    public async ValueTask PublishAsync(IReadOnlyList<ConnectionChange> changes)
    {
        try
        {
            if (IsConnected)
            {
                await redis!
                    .GetSubscriber()
                    .PublishAsync(Channel, JsonSerializer.SerializeToUtf8Bytes(changes));
                return;
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            LogPublishFailed(logger, exception.Message);
        }
        receive?.Invoke(new FeedUpdate(changes, MustReread: false));
    }

    public async Task StartAsync(Action<FeedUpdate> receive, CancellationToken cancellationToken)
    {
        this.receive = receive;
        var configuration = ConfigurationOptions.Parse(options.Value.Configuration!);
        configuration.AbortOnConnectFail = false;
        redis = await ConnectionMultiplexer.ConnectAsync(configuration);
        redis.ConnectionFailed += (_, e) => LogLost(logger, e.FailureType.ToString());
        redis.ConnectionRestored += (_, _) => receive(FeedUpdate.Reread);
        await redis.GetSubscriber().SubscribeAsync(Channel, (_, message) => Deliver(message));
    }

    public async ValueTask DisposeAsync()
    {
        if (redis is not null)
            await redis.DisposeAsync();
    }

    private void Deliver(RedisValue message)
    {
        try
        {
            var changes = JsonSerializer.Deserialize<ConnectionChange[]>((byte[])message!) ?? [];
            receive!(new FeedUpdate(changes, MustReread: false));
        }
        catch (JsonException)
        {
            // A node of another version speaks differently; its changes are read instead.
            receive!(FeedUpdate.Reread);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Redis is away ({Failure}); screens of other nodes re-read until it is back"
    )]
    private static partial void LogLost(ILogger logger, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A change was not published to other nodes: {Reason}")]
    private static partial void LogPublishFailed(ILogger logger, string reason);
}

/// <summary>Section <c>Redis</c>.</summary>
public sealed class RedisOptions
{
    public const string Section = "Redis";

    /// <summary>StackExchange.Redis configuration; empty on one node.</summary>
    public string? Configuration { get; set; }
}
