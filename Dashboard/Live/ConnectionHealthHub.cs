using Dashboard.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Live;

/// <summary>What the server calls on hub clients: wallboards, scripts, other services.</summary>
public interface IConnectionHealthClient
{
    Task ConnectionsChanged(IReadOnlyList<ConnectionChange> changes);
}

/// <summary>
/// <c>/hubs/connection-health</c>: pushes changes to operators and API keys. It takes no calls; whoever was
/// away reads the API again.
/// </summary>
[Authorize(nameof(Permission.ViewConnections))]
public sealed class ConnectionHealthHub : Hub<IConnectionHealthClient>;
