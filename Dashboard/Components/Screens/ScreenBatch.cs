namespace Dashboard.Components.Screens;

/// <summary>
/// Renders everything that one update changes on a circuit's screen in one batch: each batch is a message to the browser,
/// and its answer. Without a <see cref="BatchHost"/> on the screen each part renders for itself.
/// </summary>
public sealed class ScreenBatch
{
    private volatile BatchHost? _host;

    /// <summary>Runs <paramref name="change"/> on the dispatcher of the screen.</summary>
    /// <param name="change">Must not block.</param>
    /// <param name="shows">
    /// Whether the change may be seen on the screen, asked on its dispatcher; null: it may. Without, a batch that shows nothing
    /// would be sent.
    /// </param>
    public Task RunAsync(Action change, Func<bool>? shows = null)
    {
        if (_host is { } host)
            return host.RunAsync(change, shows);
        change();
        return Task.CompletedTask;
    }

    internal void Use(BatchHost host) => _host = host;

    internal void Leave(BatchHost host) => Interlocked.CompareExchange(ref _host, null, host);
}
