using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Access;

/// <summary>Tracks the clients of this node's hubs and their API keys.</summary>
internal sealed class HubSessions : IHubFilter
{
    private readonly ConcurrentDictionary<string, HubSession> _open = new(StringComparer.Ordinal);

    public IReadOnlyCollection<HubSession> Open => [.. _open.Values];

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        // Circuits are also connections to a hub, but revalidate themselves.
        if (context.Context.GetHttpContext() is { } http && AccessPaths.IsHub(http.Request))
            _open[context.Context.ConnectionId] = new HubSession(
                context.Context,
                ApiKeyAuthenticationHandler.KeyOf(http.Request)
            );
        await next(context);
    }

    public async Task OnDisconnectedAsync(
        HubLifetimeContext context,
        Exception? exception,
        Func<HubLifetimeContext, Exception?, Task> next
    )
    {
        _open.TryRemove(context.Context.ConnectionId, out _);
        await next(context, exception);
    }
}

/// <summary>One connection to a hub. The key is null for operators, who have a cookie.</summary>
internal sealed record HubSession(HubCallerContext Connection, string? Key);
