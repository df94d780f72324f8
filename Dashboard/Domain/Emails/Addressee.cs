using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Emails;

/// <summary>A broken connection of somebody who may be written to.</summary>
/// <param name="Since">When it broke.</param>
/// <param name="IsHeld">An incident of its brokerage is going on.</param>
/// <param name="IsSnoozed">An operator has put it off.</param>
/// <param name="IsDuplicate">The customer probably connected anew instead of repairing it: see <see cref="Duplicate"/>.</param>
/// <param name="LastMailAt">When a message that listed it last went out; null for never, as far as it matters.</param>
public sealed record BrokenConnection(
    string ConnectionId,
    string? BrokerageId,
    string? BrokerageName,
    DateTimeOffset Since,
    bool IsHeld = false,
    bool InMaintenance = false,
    bool IsSnoozed = false,
    bool IsDuplicate = false,
    DateTimeOffset? LastMailAt = null
)
{
    /// <summary>Why a message leaves this one out; what operators have snoozed is another matter.</summary>
    public EmailObstacle? Obstacle =>
        IsDuplicate ? EmailObstacle.Duplicate
        : IsHeld ? EmailObstacle.Incident
        : InMaintenance ? EmailObstacle.Maintenance
        : null;
}

/// <summary>Everything that decides whether a user is written to, and about what, at one moment.</summary>
public sealed record Addressee
{
    public required string UserId { get; init; }
    public string? Name { get; init; }
    public string? Address { get; init; }
    public string? Locale { get; init; }

    /// <summary>The user's IANA time zone; null when it is not known.</summary>
    public string? TimeZone { get; init; }
    public bool HasOptedOut { get; init; }
    public bool IsSuppressed { get; init; }

    /// <summary>The user's secret is known and SnapTrade takes it.</summary>
    public bool CanReconnect { get; init; }

    /// <summary>Oldest break first.</summary>
    public IReadOnlyList<BrokenConnection> Broken { get; init; } = [];

    /// <summary>When messages went out to the user lately, the latest first; unsure ones count.</summary>
    public IReadOnlyList<DateTimeOffset> Mails { get; init; } = [];

    /// <summary>A message is queued or being sent.</summary>
    public bool HasOpenMail { get; init; }

    /// <summary>What stands between the user and a message now, and which connections it would list.</summary>
    /// <param name="coolDown">See <see cref="EmailPolicy.CoolDown"/>.</param>
    /// <param name="isPolicy">What operators have snoozed counts.</param>
    /// <param name="isOverridden">Obstacles that can be overridden do not count.</param>
    public Verdict Judge(TimeSpan coolDown, DateTimeOffset now, bool isPolicy, bool isOverridden)
    {
        if (Broken.Count == 0)
            return Verdict.No(EmailObstacle.Repaired);
        if (string.IsNullOrWhiteSpace(Address))
            return Verdict.No(EmailObstacle.NoAddress);
        if (HasOptedOut)
            return Verdict.No(EmailObstacle.OptedOut);
        if (IsSuppressed)
            return Verdict.No(EmailObstacle.Suppressed);
        if (!CanReconnect)
            return Verdict.No(EmailObstacle.NoSecret);
        IReadOnlyList<BrokenConnection> listed = [.. Broken.Where(c => !isPolicy || !c.IsSnoozed)];
        if (listed.Count == 0)
            return Verdict.No(EmailObstacle.Snoozed);
        if (isOverridden)
            return Verdict.Yes(listed);
        IReadOnlyList<BrokenConnection> free = [.. listed.Where(c => c.Obstacle is null)];
        if (free.Count == 0)
            return new Verdict(listed[0].Obstacle, []);
        return Mails is [var last, ..] && now - last < coolDown
            ? Verdict.No(EmailObstacle.CoolingDown)
            : Verdict.Yes(free);
    }
}

/// <param name="Obstacle">Null when the user is written to.</param>
/// <param name="Listed">The connections that the message lists.</param>
public sealed record Verdict(EmailObstacle? Obstacle, IReadOnlyList<BrokenConnection> Listed)
{
    internal static Verdict No(EmailObstacle obstacle) => new(obstacle, []);

    internal static Verdict Yes(IReadOnlyList<BrokenConnection> listed) => new(null, listed);
}
