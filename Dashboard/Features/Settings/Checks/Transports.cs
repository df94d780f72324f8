using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Features.Settings.Checks;

/// <summary>How the browsers of operators are connected to this node, since its start: the proof that WebSockets pass.</summary>
internal sealed class Transports
{
    private long _sockets;
    private long _others;

    /// <summary>Screens connected through a WebSocket.</summary>
    public long Sockets => Interlocked.Read(ref _sockets);

    /// <summary>Screens that had to fall back to repeated requests.</summary>
    public long Others => Interlocked.Read(ref _others);

    public void Note(HttpTransportType transport) =>
        Interlocked.Increment(ref transport == HttpTransportType.WebSockets ? ref _sockets : ref _others);
}

/// <summary>Notes the transport of each hub connection, Blazor's included.</summary>
internal sealed class TransportFilter(Transports transports) : IHubFilter
{
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (context.Context.Features.Get<IHttpTransportFeature>() is { } feature)
            transports.Note(feature.TransportType);
        return next(context);
    }
}
