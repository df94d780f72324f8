namespace Dashboard.Domain.Reconciliation;

/// <summary>Whom a pass asks about.</summary>
public enum PassScope
{
    /// <summary>Every user whose secret is known.</summary>
    All = 1,

    /// <summary>The users with a connection at one brokerage.</summary>
    Brokerage = 2,
}

/// <summary>
/// One pass over users, comparing each one's connections with SnapTrade's list. Whom it has still to ask is not
/// kept here: those who were last asked before it began, so that another node or a restart simply goes on.
/// </summary>
public sealed class SweepPass
{
    public long Id { get; private set; }
    public required PassScope Scope { get; init; }

    /// <summary>The brokerage of <see cref="PassScope.Brokerage"/>; else empty.</summary>
    public string BrokerageId { get; init; } = "";
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The operator who asked for it; null: the schedule did.</summary>
    public string? StartedBy { get; init; }
    public DateTimeOffset? PausedAt { get; private set; }
    public string? PausedBy { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>How many users it is about, as last counted.</summary>
    public long Total { get; private set; }

    /// <summary>Users compared so far.</summary>
    public long Checked { get; private set; }

    /// <summary>Users whose list could not be read; the next pass takes them up again.</summary>
    public long Failed { get; private set; }

    /// <summary>Users a minute, as the node that sweeps expects; 0 until it has begun.</summary>
    public double PerMinute { get; private set; }

    /// <summary>Why nobody can be asked now, as the name of the kind of error; null while it goes well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>When the next try is, after <see cref="Trouble"/>.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>How many users are still to be asked about.</summary>
    public long Left => Math.Max(0, Total - Checked - Failed);
}
