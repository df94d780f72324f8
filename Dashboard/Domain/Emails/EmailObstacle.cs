namespace Dashboard.Domain.Emails;

/// <summary>Why a customer gets no e-mail. Numbers are stored.</summary>
public enum EmailObstacle
{
    /// <summary>The user has no broken connection any more.</summary>
    Repaired = 1,
    NoAddress = 2,
    OptedOut = 3,

    /// <summary>The address bounced, or its owner complained.</summary>
    Suppressed = 4,

    /// <summary>The user's secret is unknown or refused, so no link would work.</summary>
    NoSecret = 5,

    /// <summary>An operator has snoozed every broken connection; applies to the policy only.</summary>
    Snoozed = 6,

    /// <summary>The brokerage has an open incident: many of its connections broke at the same time.</summary>
    Incident = 7,

    /// <summary>The brokerage is in maintenance, so logging in would fail.</summary>
    Maintenance = 8,

    /// <summary>The user got a message within the cool-down.</summary>
    CoolingDown = 9,

    /// <summary>The user probably has a newer connection in its place; operators decide whether both are wanted.</summary>
    Duplicate = 10,
}

public static class EmailObstacles
{
    /// <summary>
    /// Whether an operator may override it with a reason. The others protect the customer's decision or would make the
    /// message useless.
    /// </summary>
    public static bool CanBeOverridden(this EmailObstacle obstacle) =>
        obstacle
            is EmailObstacle.Duplicate
                or EmailObstacle.Incident
                or EmailObstacle.Maintenance
                or EmailObstacle.CoolingDown;
}
