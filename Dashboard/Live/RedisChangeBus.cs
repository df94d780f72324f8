using System.Text.Json;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Dashboard.Live;

/// <summary>
/// The bus of several nodes: Redis publish/subscribe. A node notifies its own screens directly and the others through
/// Redis, without waiting: a Redis server that is down or hangs delays no commit.
/// </summary>
internal sealed partial class RedisChangeBus(
    IOptions<RedisOptions> options,
    TimeProvider time,
    ILogger<RedisChangeBus> logger
) : IChangeBus, IAsyncDisposable
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("connection-health:changes");
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    // Redis's client reports a hanging server as connected for some 20 seconds. Together less than a re-read's interval.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);
    private readonly string _node = Guid.NewGuid().ToString("N");
    private ConnectionMultiplexer? _redis;
    private ISubscriber? _subscriber;
    private Action<FeedUpdate>? _receive;
    private volatile bool _isSubscribed;
    private volatile bool _answers = true;

    public bool IsConnected =>
        _isSubscribed && _answers && _redis!.IsConnected && _subscriber!.IsConnected(Channel);

    public ValueTask PublishAsync(IReadOnlyList<ConnectionChange> changes)
    {
        _receive?.Invoke(new FeedUpdate(changes, MustReread: false) { Cause = Traces.Here });
        Send(changes);
        return ValueTask.CompletedTask;
    }

    public async Task StartAsync(Action<FeedUpdate> receive, CancellationToken cancellationToken)
    {
        _receive = receive;
        var configuration = ConfigurationOptions.Parse(options.Value.Configuration!);
        configuration.AbortOnConnectFail = false;
        // Messages that can't be sent now must not pile up: screens read again instead.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.KeepAlive = (int)ConnectionFeed.RereadEvery.TotalSeconds;
        _redis = await ConnectionMultiplexer.ConnectAsync(configuration);
        _subscriber = _redis.GetSubscriber();
        _redis.ConnectionFailed += (_, e) => LogLost(logger, e.FailureType.ToString());
        _redis.ConnectionRestored += (_, _) => _ = RereadAsync(cancellationToken);
        _ = SubscribeAsync(cancellationToken);
        _ = WatchAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _subscriber!.SubscribeAsync(Channel, (_, message) => Deliver(message));
                _isSubscribed = true;
                await RereadAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                await _subscriber!.UnsubscribeAsync(Channel, flags: CommandFlags.FireAndForget);
                await Task.Delay(TryAgainAfter, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Detects a server that keeps connections open but does not respond; screens poll in the meantime.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(AskEvery, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var answers = await AnswersAsync(cancellationToken);
            if (answers == _answers || cancellationToken.IsCancellationRequested)
                continue;
            _answers = answers;
            if (answers)
            {
                _ = RereadAsync(cancellationToken);
                continue;
            }
            LogLost(logger, "it does not respond");
            _receive!(FeedUpdate.Reread);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Two connections: one publishes, the other receives.
            await Task.WhenAll(_redis!.GetDatabase().PingAsync(), _subscriber!.PingAsync())
                .WaitAsync(AnswerWithin, time, cancellationToken);
            return true;
        }
        catch (Exception exception)
            when (exception
                    is RedisException
                        or TimeoutException
                        or OperationCanceledException
                        or ObjectDisposedException
            )
        {
            return false;
        }
    }

    /// <summary>
    /// This node missed changes of the others, and they missed this node's. Done twice, because Redis delivers to a
    /// subscription only a moment after the connection is back.
    /// </summary>
    private async Task RereadAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 2 && !cancellationToken.IsCancellationRequested; i++)
        {
            _receive!(FeedUpdate.Reread);
            Send([]);
            await Task.Delay(ConnectionFeed.RereadEvery, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Send(IReadOnlyList<ConnectionChange> changes)
    {
        try
        {
            var message = JsonSerializer.SerializeToUtf8Bytes(
                new Message(_node, changes, Traces.Format(Traces.Here))
            );
            _subscriber?.Publish(Channel, message, CommandFlags.FireAndForget);
        }
        catch (Exception exception) when (exception is RedisException or ObjectDisposedException)
        {
            LogPublishFailed(logger, exception.Message);
        }
    }

    private void Deliver(RedisValue value)
    {
        var update = FeedUpdate.Reread;
        try
        {
            var message = JsonSerializer.Deserialize<Message>((byte[])value!);
            if (message?.Node == _node)
                return;
            if (message?.Changes is { Count: > 0 } changes)
                update = new FeedUpdate(changes, MustReread: false) { Cause = Traces.Parse(message.Trace) };
        }
        catch (JsonException)
        {
            // A node of another version may use another format; screens read again instead.
        }
        _receive!(update);
    }

    /// <param name="Node">The sender, so that a node can ignore its own messages.</param>
    /// <param name="Changes">Empty when the others have to read again.</param>
    /// <param name="Trace">The span of the commit; null: none, or a node of an earlier version.</param>
    private sealed record Message(string Node, IReadOnlyList<ConnectionChange> Changes, string? Trace = null);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Redis is unavailable ({Failure}); screens of other nodes read again every few seconds until it is back"
    )]
    private static partial void LogLost(ILogger logger, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A change was not published to other nodes: {Reason}")]
    private static partial void LogPublishFailed(ILogger logger, string reason);
}
