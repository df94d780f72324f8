namespace Dashboard.Live;

/// <summary>
/// Passes changes from the bus to the listeners of this node: components, and the hub for each of its clients.
/// </summary>
public sealed partial class ConnectionFeed : BackgroundService
{
    /// <summary>How often screens read again while the bus is disconnected.</summary>
    public static readonly TimeSpan RereadEvery = TimeSpan.FromSeconds(5);

    /// <summary>How often the node looks whether the bus is connected, once for all its screens.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>The shortest time between two calls of a screen.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(250);

    /// <summary>The shortest time between two calls that make a screen read again.</summary>
    public static readonly TimeSpan RereadGap = TimeSpan.FromSeconds(2);

    // Above this number of changes, reloading the page is faster than redrawing the rows.
    internal const int MaxChanges = 200;

    private readonly IChangeBus _bus;
    private readonly TimeProvider _time;
    private readonly Listeners<FeedUpdate> _listeners;
    private volatile bool _wasLive;

    public ConnectionFeed(IChangeBus bus, TimeProvider time, ILogger<ConnectionFeed> logger)
    {
        (_bus, _time) = (bus, time);
        _listeners = new(time, exception => LogListenerFailed(logger, exception));
        _wasLive = IsLive;
    }

    /// <summary>Raised after <see cref="WasLive"/> changed; on any thread.</summary>
    public event Action? LiveChanged;

    /// <summary><see cref="IsLive"/> when the node looked last: what screens show, so that they hear of each change of it.</summary>
    public bool WasLive => _wasLive;

    /// <summary>Whether changes of all nodes arrive as they happen.</summary>
    public bool IsLive => _bus.IsConnected;

    /// <summary>How many components and hub clients hear of changes now.</summary>
    internal int ListenerCount => _listeners.Count;

    /// <summary>Calls a screen back on changes, on a pool thread and never twice at a time, until the result is disposed.</summary>
    /// <param name="notify">Receives the changes.</param>
    /// <param name="shown">Completes when somebody can see the screen: changes are merged until then.</param>
    public IDisposable Subscribe(Func<FeedUpdate, Task> notify, Func<Task> shown) =>
        _listeners.Add(notify, new PendingChanges(MaxChanges), PaceOfScreens(shown));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _bus.StartAsync(_listeners.Post, stoppingToken);
        await Task.WhenAll(RereadAsync(stoppingToken), WatchAsync(stoppingToken));
    }

    /// <param name="notify">Receives the changes.</param>
    /// <param name="maxChanges">How many changes one call may carry; above that the listener reads again.</param>
    /// <param name="gap">The shortest time between two calls.</param>
    internal IDisposable Subscribe(Func<FeedUpdate, Task> notify, int maxChanges, TimeSpan gap) =>
        _listeners.Add(notify, new PendingChanges(maxChanges), new Pace(gap));

    /// <summary>How often a screen is called.</summary>
    /// <param name="shown">Completes when somebody can see it.</param>
    internal static Pace PaceOfScreens(Func<Task> shown) => new(Gap) { RereadGap = RereadGap, Shown = shown };

    private async Task RereadAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RereadEvery, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!IsLive)
                _listeners.Post(FeedUpdate.Reread);
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var isLive = IsLive;
            if (isLive == _wasLive)
                continue;
            _wasLive = isLive;
            LiveChanged?.Invoke();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A listener of the feed failed")]
    private static partial void LogListenerFailed(ILogger logger, Exception exception);
}
