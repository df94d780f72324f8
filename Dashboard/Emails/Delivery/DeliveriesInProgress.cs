namespace Dashboard.Emails.Delivery;

/// <summary>The e-mails that this node is handing to the mail server. Not thread-safe.</summary>
internal sealed class DeliveriesInProgress : IDisposable
{
    /// <summary>How long deliveries may go on once the process is told to end.</summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(10);

    private readonly List<(string Id, Task Task)> _deliveries = [];
    private readonly EmailDelivery _delivery;
    private readonly EmailSignal _signal;
    private readonly CancellationTokenSource _drained;
    private readonly CancellationTokenRegistration _stopping;

    public DeliveriesInProgress(
        EmailDelivery delivery,
        EmailSignal signal,
        IHostApplicationLifetime lifetime,
        TimeProvider time
    )
    {
        (_delivery, _signal) = (delivery, signal);
        _drained = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _stopping = lifetime.ApplicationStopping.Register(() => _drained.CancelAfter(DrainTimeout));
    }

    public int Count => _deliveries.Count;

    public IReadOnlyList<string> Ids => _deliveries.ConvertAll(d => d.Id);

    /// <summary>Starts a delivery; the dispatcher wakes when it ends.</summary>
    public void Start(PreparedEmail prepared)
    {
        var task = Task.Run(() => _delivery.DeliverAsync(prepared, _drained.Token), CancellationToken.None);
        _deliveries.Add((prepared.Email.Id, task));
        _ = task.ContinueWith(_ => _signal.Wake(), TaskScheduler.Default);
    }

    public void RemoveCompleted() => _deliveries.RemoveAll(d => d.Task.IsCompleted);

    /// <summary>Waits for all deliveries, no longer than <see cref="DrainTimeout"/> after the process was told to end.</summary>
    public Task DrainAsync() => Task.WhenAll(_deliveries.Select(d => d.Task));

    public void Dispose()
    {
        _stopping.Dispose();
        _drained.Dispose();
    }
}
