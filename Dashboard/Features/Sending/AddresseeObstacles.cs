using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>Applies the rule about recipients to an e-mail that is requested for one connection.</summary>
internal static class AddresseeObstacles
{
    /// <summary>
    /// What prevents the e-mail; null when nothing does. An e-mail that is requested for a connection must list it.
    /// </summary>
    /// <param name="connectionId">The requested connection; null for any broken one.</param>
    public static EmailObstacle? ObstacleFor(
        this Addressee addressee,
        string? connectionId,
        TimeSpan coolDown,
        DateTimeOffset now,
        bool isOverridden
    )
    {
        var verdict = addressee.Judge(coolDown, now, isPolicy: false, isOverridden);
        if (
            verdict.Obstacle is not null
            || connectionId is null
            || verdict.Listed.Any(c => c.ConnectionId == connectionId)
        )
            return verdict.Obstacle;
        return addressee.Broken.FirstOrDefault(c => c.ConnectionId == connectionId) is { } requested
            ? requested.Obstacle
            : EmailObstacle.Repaired;
    }
}
