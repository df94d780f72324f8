using Dashboard.Domain.Connections;

namespace Dashboard.Live;

/// <summary>What the server calls on hub clients: wallboards, scripts, other services.</summary>
public interface IConnectionHealthClient
{
    /// <param name="changes">Empty when changes may have been missed: read again.</param>
    Task ConnectionsChanged(IReadOnlyList<ConnectionChange> changes);
}
