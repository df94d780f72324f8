namespace Dashboard.Live;

/// <summary>
/// Pushes to one hub client. A client that does not accept a message within <see cref="SendTimeout"/> is disconnected, so
/// that its messages do not fill the memory; it reads again when it reconnects.
/// </summary>
internal sealed class HubListener(IConnectionHealthClient client, Action abort, TimeProvider time)
{
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(5);
    public const int MaxChanges = 10_000;

    public async Task PushAsync(FeedUpdate update)
    {
        try
        {
            await SendAsync(update).WaitAsync(SendTimeout, time);
        }
        catch (TimeoutException)
        {
            abort();
        }
    }

    private async Task SendAsync(FeedUpdate update)
    {
        if (update.Changes.Count > 0)
            await client.ConnectionsChanged(update.Changes);
        if (update.MustReread)
            await client.ConnectionsChanged([]);
    }
}
