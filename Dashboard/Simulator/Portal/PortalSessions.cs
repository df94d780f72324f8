using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Portal;

/// <summary>The request for a portal link.</summary>
/// <param name="ReconnectId">The connection to reconnect, null for a new one.</param>
/// <param name="Broker">Slug of the brokerage to begin with, null to let the customer choose.</param>
internal sealed record PortalWish(
    string UserId,
    string? ReconnectId,
    string? Broker,
    string? CustomRedirect,
    string ConnectionType,
    bool DarkMode
);

/// <summary>Portal links that still work. Each works once, for a few minutes, and not after a restart.</summary>
internal sealed class PortalSessions(IOptions<SimulatorOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public string Start(PortalWish wish)
    {
        foreach (var (old, session) in _sessions)
        {
            if (!IsAlive(session))
                _sessions.TryRemove(old, out _);
        }
        var id = Guid.NewGuid().ToString();
        _sessions[id] = new Session(wish, time.GetUtcNow() + options.Value.PortalLinkLifetime);
        return id;
    }

    /// <summary>The wish behind a link, null when the link is unknown, used or too old.</summary>
    public PortalWish? Find(string id) =>
        _sessions.TryGetValue(id, out var session) && IsAlive(session) ? session.Wish : null;

    /// <summary>Uses the link up.</summary>
    public PortalWish? Finish(string id) =>
        _sessions.TryRemove(id, out var session) && IsAlive(session) ? session.Wish : null;

    private bool IsAlive(Session session) => time.GetUtcNow() < session.ExpiresAt;

    private sealed record Session(PortalWish Wish, DateTimeOffset ExpiresAt);
}
