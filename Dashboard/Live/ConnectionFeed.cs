namespace Dashboard.Live;

/// <summary>
/// This node's view of the bus. Components subscribe to it, and so does the hub for each of its clients.
/// </summary>
public sealed partial class ConnectionFeed(IChangeBus bus, TimeProvider time, ILogger<ConnectionFeed> logger)
    : BackgroundService
{
    /// <summary>How often screens re-read while the bus is away.</summary>
    public static readonly TimeSpan RereadEvery = TimeSpan.FromSeconds(5);

    // A screen that must redraw more rows than this is quicker to read its page again.
    private const int MostChangesForScreens = 200;

    private readonly Lock _gate = new();
    private Subscription[] _subscriptions = [];

    /// <summary>Whether changes of all nodes arrive as they happen.</summary>
    public bool IsLive => bus.IsConnected;

    /// <summary>Calls back on changes, from a thread of its own, never twice at a time. Dispose to end.</summary>
    public IDisposable Subscribe(Func<FeedUpdate, Task> notify) => Subscribe(notify, MostChangesForScreens);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await bus.StartAsync(Receive, stoppingToken);
        using var timer = new PeriodicTimer(RereadEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!bus.IsConnected)
                Receive(FeedUpdate.Reread);
        }
    }

    /// <param name="notify">Told of changes.</param>
    /// <param name="mostChanges">How many may be told at once; beyond that the listener reads again.</param>
    internal IDisposable Subscribe(Func<FeedUpdate, Task> notify, int mostChanges)
    {
        var subscription = new Subscription(notify, mostChanges, time, LogListenerFailed);
        lock (_gate)
            _subscriptions = [.. _subscriptions, subscription];
        return new Ended(this, subscription);
    }

    private void Receive(FeedUpdate update)
    {
        foreach (var subscription in _subscriptions)
            subscription.Post(update);
    }

    private void Remove(Subscription subscription)
    {
        subscription.Close();
        lock (_gate)
            _subscriptions = [.. _subscriptions.Where(s => s != subscription)];
    }

    private void LogListenerFailed(Exception exception) => LogListenerFailed(logger, exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A listener of the feed failed")]
    private static partial void LogListenerFailed(ILogger logger, Exception exception);

    private sealed class Ended(ConnectionFeed feed, Subscription subscription) : IDisposable
    {
        public void Dispose() => feed.Remove(subscription);
    }
}
