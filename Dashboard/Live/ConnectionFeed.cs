using Dashboard.Domain;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Live;

/// <summary>
/// This node's view of the bus. Components subscribe to it, and it pushes to the node's hub clients.
/// </summary>
public sealed partial class ConnectionFeed(
    IChangeBus bus,
    IHubContext<ConnectionHealthHub, IConnectionHealthClient> hub,
    TimeProvider time,
    ILogger<ConnectionFeed> logger
) : BackgroundService
{
    /// <summary>How often screens re-read while the bus is away.</summary>
    public static readonly TimeSpan RereadEvery = TimeSpan.FromSeconds(5);

    // A screen that must redraw more rows than this is quicker to read its page again.
    private const int MostChangesForScreens = 200;
    private const int MostChangesForHub = 10_000;

    private readonly Lock gate = new();
    private Subscription[] subscriptions = [];

    /// <summary>Whether changes of all nodes arrive as they happen.</summary>
    public bool IsLive => bus.IsConnected;

    /// <summary>Calls back on changes, from a thread of its own, never twice at a time. Dispose to end.</summary>
    public IDisposable Subscribe(Func<FeedUpdate, Task> notify) => Subscribe(notify, MostChangesForScreens);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var toHub = Subscribe(PushAsync, MostChangesForHub);
        await bus.StartAsync(Receive, stoppingToken);
        using var timer = new PeriodicTimer(RereadEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!bus.IsConnected)
                Receive(FeedUpdate.Reread);
        }
    }

    private Task PushAsync(FeedUpdate update) =>
        update.Changes.Count == 0 ? Task.CompletedTask : hub.Clients.All.ConnectionsChanged(update.Changes);

    private Ended Subscribe(Func<FeedUpdate, Task> notify, int mostChanges)
    {
        var subscription = new Subscription(notify, mostChanges, time, LogListenerFailed);
        lock (gate)
            subscriptions = [.. subscriptions, subscription];
        return new Ended(this, subscription);
    }

    private void Receive(FeedUpdate update)
    {
        foreach (var subscription in subscriptions)
            subscription.Post(update);
    }

    private void Remove(Subscription subscription)
    {
        subscription.Close();
        lock (gate)
            subscriptions = [.. subscriptions.Where(s => s != subscription)];
    }

    private void LogListenerFailed(Exception exception) => LogListenerFailed(logger, exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A listener of the feed failed")]
    private static partial void LogListenerFailed(ILogger logger, Exception exception);

    private sealed class Ended(ConnectionFeed feed, Subscription subscription) : IDisposable
    {
        public void Dispose() => feed.Remove(subscription);
    }
}
