using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>The one rule of who is written to, as it applies when somebody asks for one connection.</summary>
internal static class Asked
{
    /// <summary>
    /// What stands between the user and the message; null when nothing does. Asked for one connection, a message
    /// that would leave that one out is none.
    /// </summary>
    /// <param name="connectionId">The connection that was asked for; null for whatever is broken.</param>
    public static EmailObstacle? WhyNot(
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
        return addressee.Broken.FirstOrDefault(c => c.ConnectionId == connectionId) is { } asked
            ? asked.Obstacle
            : EmailObstacle.Repaired;
    }
}
