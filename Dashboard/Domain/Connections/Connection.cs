using Dashboard.Domain.Events;

namespace Dashboard.Domain.Connections;

/// <summary>A brokerage authorization and its state. Changed only by events and checks.</summary>
public sealed partial class Connection
{
    private Connection() { }

    /// <summary>SnapTrade's id, nearly always a UUID; a string to us.</summary>
    public string Id { get; private set; } = "";
    public string UserId { get; private set; } = "";
    public string? BrokerageId { get; private set; }

    /// <summary>SnapTrade's name of the connection; known from polls only.</summary>
    public string? Name { get; private set; }

    /// <summary><c>read</c> or <c>trade</c>; known from polls only.</summary>
    public string? Type { get; private set; }

    /// <summary>When SnapTrade created it; known from polls only.</summary>
    public DateTimeOffset? CreatedAt { get; private set; }
    public Health Health { get; private set; } = Health.Unknown;

    /// <summary>When the current health began; for an unknown one, when the connection was first reported.</summary>
    public DateTimeOffset Since { get; private set; }
    public bool AwaitingVerification { get; private set; }
    public DateTimeOffset FirstEventAt { get; private set; }
    public DateTimeOffset LastEventAt { get; private set; }

    /// <summary>When the last check's request began, by SnapTrade's clock.</summary>
    public DateTimeOffset? LastVerifiedAt { get; private set; }
    public Health? VerifiedHealth { get; private set; }
    public DateTimeOffset? VerifiedBrokenAt { get; private set; }

    /// <summary>A check that is due is not tried before this time.</summary>
    public DateTimeOffset? VerifyAfter { get; private set; }
    public int VerifyFailures { get; private set; }

    /// <summary>How many checks in a row succeeded without settling the state.</summary>
    public int UnsettledChecks { get; private set; }

    /// <summary>The latest event that indicated an unspecified change.</summary>
    public DateTimeOffset? AmbiguousAt { get; private set; }
    public DateTimeOffset? LastFactAt { get; private set; }
    public FactKind? LastFactKind { get; private set; }
    public string? LastFactId { get; private set; }
    public DateTimeOffset? FactFloor { get; private set; }
    public bool IsTied { get; private set; }

    /// <summary>Grows with every change, so that two nodes can't overwrite each other.</summary>
    public long Version { get; private set; }

    public DateTimeOffset? DisabledSince => Health == Health.Disabled ? Since : null;

    /// <summary>The connection as it is now, to compare with later.</summary>
    public Connection Copy() => (Connection)MemberwiseClone();

    public static Connection Create(string id, string userId, DateTimeOffset firstEventAt) =>
        new()
        {
            Id = id,
            UserId = userId,
            FirstEventAt = firstEventAt,
            LastEventAt = firstEventAt,
            Since = firstEventAt,
        };

    /// <summary>The stored state of the projection.</summary>
    public HealthState State =>
        new()
        {
            Health = Health,
            Since = LastFactAt is null ? null : Since,
            Floor = FactFloor,
            IsTied = IsTied,
            Last = LastFactAt is { } at ? new HealthFact(at, LastFactKind!.Value, LastFactId!) : null,
        };

    /// <summary>The last check as a fact, so that an older event can't contradict it.</summary>
    public HealthFact? Verification =>
        LastVerifiedAt is { } at && VerifiedHealth is { } health
            ? HealthFact.OfCheck(health, at, VerifiedBrokenAt)
            : null;

    /// <summary>Notes that an event of any kind concerns this connection.</summary>
    public void Touch(IncomingEvent incoming)
    {
        FirstEventAt = incoming.OccurredAt < FirstEventAt ? incoming.OccurredAt : FirstEventAt;
        LastEventAt = incoming.OccurredAt > LastEventAt ? incoming.OccurredAt : LastEventAt;
        BrokerageId = incoming.BrokerageId ?? BrokerageId;
        if (EventTypes.IsData(incoming.Type))
            TouchData(incoming);
        if (EventTypes.IsAmbiguous(incoming.Type, incoming.AttemptResult))
            MarkAmbiguous(incoming.OccurredAt);
        Settle();
    }

    /// <summary>Records an event at that time that requires a check.</summary>
    public void MarkAmbiguous(DateTimeOffset at)
    {
        if (AmbiguousAt is not { } known || at > known)
            AmbiguousAt = at;
        Settle();
    }

    /// <summary>Applies the projection's state.</summary>
    public void Take(HealthState state)
    {
        Health = state.Health;
        Since = state.Since ?? FirstEventAt;
        FactFloor = state.Floor;
        IsTied = state.IsTied;
        LastFactAt = state.Last?.At;
        LastFactKind = state.Last?.Kind;
        LastFactId = state.Last?.Id;
        Settle();
    }

    /// <summary>Records SnapTrade's answer to a check.</summary>
    /// <param name="health">The health that SnapTrade reported.</param>
    /// <param name="at">When the request began, by SnapTrade's clock.</param>
    /// <param name="brokenAt">SnapTrade's <c>disabled_date</c>.</param>
    public void Verify(Health health, DateTimeOffset at, DateTimeOffset? brokenAt)
    {
        if (LastVerifiedAt is { } known && known > at)
            return;
        (LastVerifiedAt, VerifiedHealth, VerifiedBrokenAt) = (at, health, brokenAt);
        (VerifyAfter, VerifyFailures) = (null, 0);
        Settle();
    }

    /// <summary>Postpones a failed check, longer each time, up to an hour.</summary>
    public void PostponeVerification(DateTimeOffset now)
    {
        VerifyFailures++;
        VerifyAfter = now + CheckPause.After(TimeSpan.FromSeconds(15), VerifyFailures);
    }

    /// <summary>Postpones a check that was not made, which does not count as a failure.</summary>
    public void PostponeVerificationUntil(DateTimeOffset at) => VerifyAfter = at;

    /// <summary>
    /// Postpones the next check when a successful one settled nothing, as happens while SnapTrade's
    /// clock is behind ours: an immediate second request would have the same result.
    /// </summary>
    public void PauseIfUnsettled(DateTimeOffset now)
    {
        if (!AwaitingVerification)
            return;
        UnsettledChecks++;
        VerifyAfter = now + CheckPause.After(TimeSpan.FromSeconds(5), UnsettledChecks);
    }

    /// <summary>Sets the properties that only a poll returns.</summary>
    public void Describe(string? brokerageId, string? name, string? type, DateTimeOffset? createdAt)
    {
        CreatedAt = createdAt ?? CreatedAt;
        BrokerageId = brokerageId ?? BrokerageId;
        Name = name ?? Name;
        Type = type ?? Type;
    }

    public void NextVersion() => Version++;

    /// <summary>Derives the rest from the dates alone, so that the order of arrival does not matter.</summary>
    private void Settle()
    {
        if (LastFactAt is null)
            Since = FirstEventAt;
        AwaitingVerification =
            Health != Health.Deleted
                && (LastFactAt is null ? LastVerifiedAt is null : HasDoubt(LastFactAt.Value))
            || (Health == Health.Deleted && IsTied);
        if (!AwaitingVerification)
            UnsettledChecks = 0;
    }

    private bool HasDoubt(DateTimeOffset lastFact) =>
        IsTied
        || IsOpen(AmbiguousAt, lastFact)
        || (Health == Health.Disabled && IsOpen(LastDataAt, lastFact));

    private bool IsOpen(DateTimeOffset? doubt, DateTimeOffset lastFact) =>
        doubt >= lastFact && !(LastVerifiedAt >= doubt);
}
