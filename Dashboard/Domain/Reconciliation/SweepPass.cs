namespace Dashboard.Domain.Reconciliation;

/// <summary>The users that a pass checks.</summary>
public enum PassScope
{
    /// <summary>Every user whose secret is known.</summary>
    All = 1,

    /// <summary>The users with a connection at one brokerage.</summary>
    Brokerage = 2,
}

/// <summary>Of which of its users a pass tells whether what is shown is true.</summary>
public enum PassReach
{
    /// <summary>None was compared, or there was none.</summary>
    Nobody,

    /// <summary>The lists of the others could not be read.</summary>
    Some,
    Everybody,
}

/// <summary>
/// One pass over users, comparing each one's connections with SnapTrade's list. The users still to check are not stored: they
/// are those last checked before the pass began, so another node or a restart simply continues.
/// </summary>
public sealed class SweepPass
{
    public long Id { get; private set; }
    public required PassScope Scope { get; init; }

    /// <summary>The brokerage of <see cref="PassScope.Brokerage"/>; else empty.</summary>
    public string BrokerageId { get; init; } = "";
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The operator who started it; null: the schedule.</summary>
    public string? StartedBy { get; init; }
    public DateTimeOffset? PausedAt { get; private set; }
    public string? PausedBy { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The number of users, as last counted.</summary>
    public long Total { get; private set; }

    /// <summary>Users compared so far.</summary>
    public long Checked { get; private set; }

    /// <summary>Users whose list could not be read; the next pass checks them again.</summary>
    public long Failed { get; private set; }

    /// <summary>The expected number of users per minute; 0 at first.</summary>
    public double PerMinute { get; private set; }

    /// <summary>The kind of error that prevents all checks, or prevented them to the end; null while there is none.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The time of the next attempt, after <see cref="Trouble"/>.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>Whether users were checked but none could be compared, so that the pass confirms nothing.</summary>
    public bool ComparedNobody => Checked <= 0 && Failed > 0;

    public PassReach Reach =>
        Checked <= 0 ? PassReach.Nobody
        : Failed > 0 ? PassReach.Some
        : PassReach.Everybody;

    /// <summary>How many users are still to be checked.</summary>
    public long Left => Math.Max(0, Total - Checked - Failed);
}
