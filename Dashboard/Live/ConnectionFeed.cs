namespace Dashboard.Live;

/// <summary>
/// Passes changes from the bus to the listeners of this node: components, and the hub for each of its clients.
/// </summary>
public sealed partial class ConnectionFeed(IChangeBus bus, TimeProvider time, ILogger<ConnectionFeed> logger)
    : BackgroundService
{
    /// <summary>How often screens read again while the bus is disconnected.</summary>
    public static readonly TimeSpan RereadEvery = TimeSpan.FromSeconds(5);

    // Above this number of changes, reloading the page is faster than redrawing the rows.
    private const int MaxChangesForScreens = 200;

    private readonly Lock _gate = new();
    private Subscription[] _subscriptions = [];

    /// <summary>Whether changes of all nodes arrive as they happen.</summary>
    public bool IsLive => bus.IsConnected;

    /// <summary>Calls back on changes, on a pool thread and never twice at a time, until the result is disposed.</summary>
    public IDisposable Subscribe(Func<FeedUpdate, Task> notify) => Subscribe(notify, MaxChangesForScreens);

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

    /// <param name="notify">Receives the changes.</param>
    /// <param name="maxChanges">How many changes one call may carry; above that the listener reads again.</param>
    internal IDisposable Subscribe(Func<FeedUpdate, Task> notify, int maxChanges)
    {
        var subscription = new Subscription(notify, maxChanges, time, LogListenerFailed);
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
