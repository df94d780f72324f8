namespace Dashboard.Domain.Emails;

/// <summary>Why a customer is not written to. Numbers are stored; the order is that of importance.</summary>
public enum EmailObstacle
{
    /// <summary>Nothing of the user's is broken any more.</summary>
    Repaired = 1,
    NoAddress = 2,
    OptedOut = 3,

    /// <summary>The address bounced, or its owner complained.</summary>
    Suppressed = 4,

    /// <summary>The user's secret is not known or refused: no link would work.</summary>
    NoSecret = 5,

    /// <summary>An operator has put every broken connection off; holds back the policy only.</summary>
    Snoozed = 6,

    /// <summary>Many connections of the brokerage broke at once: it is the brokerage's trouble.</summary>
    Incident = 7,

    /// <summary>The brokerage is in maintenance: logging in would fail.</summary>
    Maintenance = 8,

    /// <summary>The user got a message a short while ago, or one is on its way.</summary>
    CoolingDown = 9,

    /// <summary>The user probably has a newer connection in its place: whether both are wanted is for operators to say.</summary>
    Duplicate = 10,
}

public static class EmailObstacles
{
    /// <summary>Whether somebody with a reason may send all the same; the others stand between us and the person's will, or would send nothing of use.</summary>
    public static bool CanBeOverridden(this EmailObstacle obstacle) =>
        obstacle
            is EmailObstacle.Duplicate
                or EmailObstacle.Incident
                or EmailObstacle.Maintenance
                or EmailObstacle.CoolingDown;
}
