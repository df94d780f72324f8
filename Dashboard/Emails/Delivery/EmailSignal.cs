namespace Dashboard.Emails.Delivery;

/// <summary>Tells this node's dispatcher that there is something to do, so that it need not wait to look.</summary>
internal sealed class EmailSignal(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _news = new(0, 1);

    /// <summary>Call it after the commit.</summary>
    public void Wake()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been told and not looked yet.
        }
    }

    /// <summary>Returns when woken, now or since the last wait, or after a while.</summary>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            await _news.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look.
        }
    }

    public void Dispose() => _news.Dispose();
}
