using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Emails;

/// <summary>A broken connection of a user who may get an e-mail.</summary>
/// <param name="Since">When it broke.</param>
/// <param name="IsHeld">Whether its brokerage has an open incident.</param>
/// <param name="IsSnoozed">Whether an operator has snoozed it.</param>
/// <param name="IsDuplicate">Whether the customer probably connected again instead of repairing it: see <see cref="Duplicate"/>.</param>
/// <param name="LastMailAt">When the last message that listed it was sent; null when there is none.</param>
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
    /// <summary>Why a message leaves this connection out; a snooze is not counted here.</summary>
    public EmailObstacle? Obstacle =>
        IsDuplicate ? EmailObstacle.Duplicate
        : IsHeld ? EmailObstacle.Incident
        : InMaintenance ? EmailObstacle.Maintenance
        : null;
}

/// <summary>Everything that decides at one moment whether a user gets an e-mail, and about which connections.</summary>
public sealed record Addressee
{
    public required string UserId { get; init; }
    public string? Name { get; init; }
    public string? Address { get; init; }
    public string? Locale { get; init; }

    /// <summary>The user's IANA time zone; null when it is unknown.</summary>
    public string? TimeZone { get; init; }
    public bool HasOptedOut { get; init; }
    public bool IsSuppressed { get; init; }

    /// <summary>Whether the user's secret is known and SnapTrade accepts it.</summary>
    public bool CanReconnect { get; init; }

    /// <summary>Oldest break first.</summary>
    public IReadOnlyList<BrokenConnection> Broken { get; init; } = [];

    /// <summary>When recent messages were sent, latest first; unsure ones included.</summary>
    public IReadOnlyList<DateTimeOffset> Mails { get; init; } = [];

    /// <summary>Whether a message is queued or being sent.</summary>
    public bool HasOpenMail { get; init; }

    /// <summary>Decides whether the user gets a message now, and which connections it lists.</summary>
    /// <param name="coolDown">See <see cref="EmailPolicy.CoolDown"/>.</param>
    /// <param name="isPolicy">Whether snoozes apply.</param>
    /// <param name="isOverridden">Whether obstacles that can be overridden are ignored.</param>
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

/// <param name="Obstacle">Null when the user gets the message.</param>
/// <param name="Listed">The listed connections.</param>
public sealed record Verdict(EmailObstacle? Obstacle, IReadOnlyList<BrokenConnection> Listed)
{
    internal static Verdict No(EmailObstacle obstacle) => new(obstacle, []);

    internal static Verdict Yes(IReadOnlyList<BrokenConnection> listed) => new(null, listed);
}
