using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Live;

/// <summary>
/// <c>/hubs/connection-health</c>: pushes changes to operators and API keys. It takes no calls; a client that was
/// disconnected reads the API again.
/// </summary>
[Authorize(nameof(Permission.ViewConnections))]
public sealed class ConnectionHealthHub(
    ConnectionFeed feed,
    IHubContext<ConnectionHealthHub, IConnectionHealthClient> hub,
    TimeProvider time
) : Hub<IConnectionHealthClient>
{
    private static readonly object SubscriptionKey = new();

    // One subscription per client, so that a slow or vanished client does not delay the others.
    public override Task OnConnectedAsync()
    {
        var listener = new HubListener(hub.Clients.Client(Context.ConnectionId), Context.Abort, time);
        Context.Items[SubscriptionKey] = feed.Subscribe(
            listener.PushAsync,
            HubListener.MaxChanges,
            ConnectionFeed.Gap
        );
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items.Remove(SubscriptionKey, out var subscription))
            (subscription as IDisposable)?.Dispose();
        return base.OnDisconnectedAsync(exception);
    }
}
