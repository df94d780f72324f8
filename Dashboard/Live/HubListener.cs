namespace Dashboard.Live;

/// <summary>
/// Pushes to one hub client. Who does not take what is pushed within <see cref="Patience"/> is let go: it
/// would keep its news in our memory, and hears that it was away when it comes back.
/// </summary>
internal sealed class HubListener(IConnectionHealthClient client, Action abort, TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    public const int MostChanges = 10_000;

    public async Task PushAsync(FeedUpdate update)
    {
        try
        {
            await SendAsync(update).WaitAsync(Patience, time);
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
