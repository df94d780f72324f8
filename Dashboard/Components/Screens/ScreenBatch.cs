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
    public Task RunAsync(Action change)
    {
        if (_host is { } host)
            return host.RunAsync(change);
        change();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Asks on the dispatcher of the screen whether a change has to be shown, and sends nothing: the batch of a change that shows
    /// nothing would be a message too.
    /// </summary>
    /// <returns>True without a host.</returns>
    public Task<bool> AskAsync(Func<bool> question) => _host?.AskAsync(question) ?? Task.FromResult(true);

    internal void Use(BatchHost host) => _host = host;

    internal void Leave(BatchHost host) => Interlocked.CompareExchange(ref _host, null, host);
}
