namespace Dashboard.Data.Work;

/// <summary>Wakes a loop that waits for its next run. Any number of calls before the loop waits count as one.</summary>
public sealed class WakeSignal : IDisposable
{
    private readonly SemaphoreSlim _woken = new(0, 1);

    public void Wake()
    {
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // The loop is already due.
        }
        catch (ObjectDisposedException)
        {
            // The loop has ended.
        }
    }

    public void Dispose() => _woken.Dispose();

    /// <summary>Waits for <see cref="Wake"/>, but no longer than <paramref name="atMost"/>.</summary>
    internal async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var late = time.CreateTimer(_ => Wake(), null, atMost, Timeout.InfiniteTimeSpan);
        await _woken.WaitAsync(cancellationToken);
    }
}
