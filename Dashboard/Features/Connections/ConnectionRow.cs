using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Connections;

/// <summary>A connection as lists show it.</summary>
public sealed record ConnectionRow
{
    public required string Id { get; init; }
    public required string UserId { get; init; }
    public required Health Health { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required bool AwaitingVerification { get; init; }
    public required string? BrokerageId { get; init; }
    public required string? Name { get; init; }
    public required string? Type { get; init; }
    public required DateTimeOffset LastEventAt { get; init; }
    public required DateTimeOffset? LastVerifiedAt { get; init; }
    public required DateTimeOffset? LastDataAt { get; init; }

    /// <inheritdoc cref="Connection.SilentSince"/>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>Grows with every change; tells whether another reading is newer.</summary>
    public required long Version { get; init; }
    public required string? UserName { get; init; }
    public required string? UserEmail { get; init; }

    /// <summary>Whether the user opted out of e-mails.</summary>
    public bool HasOptedOut { get; init; }

    /// <summary>Whether the address is blocked; known for disabled connections only.</summary>
    public bool IsAddressSuppressed { get; init; }

    /// <summary>Whether a link can be made: the user's secret is known and SnapTrade accepts it.</summary>
    public required bool CanAskSnapTrade { get; init; }

    /// <summary>SnapTrade refused the secret it was given; false while there is none.</summary>
    public required bool IsSecretRefused { get; init; }

    /// <summary>Null while the brokerage is unknown, or known by its id only.</summary>
    public Brokerage? Brokerage { get; init; }

    /// <summary>The newest reconnect link that was handed out, if there ever was one.</summary>
    public LinkFacts? LatestLink { get; init; }

    /// <summary>The newest link if it was made since the health began.</summary>
    public LinkFacts? CurrentLink =>
        LatestLink is { } link && link.CreatedAt >= ReconnectLink.EarliestFor(Since) ? link : null;

    /// <summary>The latest attempt to repair since it broke; null for one that works.</summary>
    public AttemptFacts? LatestAttempt { get; init; }

    /// <summary>When a 5-minute portal link was last handed out since it broke.</summary>
    public DateTimeOffset? PortalLinkAt { get; init; }

    /// <summary>What the team decided about it; null when nothing.</summary>
    public Domain.Connections.Triage? Triage { get; init; }

    /// <summary>Set when the customer probably connected again instead of repairing it; null for one that works.</summary>
    public Duplicate? Duplicate { get; init; }

    /// <summary>Since when many connections of its brokerage break; null while no incident is open.</summary>
    public DateTimeOffset? IncidentSince { get; init; }

    /// <summary>Whether the open incident explains the break: it began within the incident.</summary>
    public bool BrokeWithinIncident => IncidentSince is { } since && DisabledSince >= since;

    public DateTimeOffset? DisabledSince => Health == Health.Disabled ? Since : null;
    public DataState DataState => DataRhythm.StateOf(Health, LastDataAt, SilentSince);
    public string UserDisplayName => UserName ?? UserId;
    public string BrokerageName => Brokerage?.Name ?? BrokerageId ?? "Unknown brokerage";

    public ConnectionPosition Position =>
        new(Health, Since, Id) { Brokerage = BrokeragePages.KeyOf(BrokerageId, Brokerage?.Name) };

    /// <inheritdoc cref="Domain.Connections.Triage.IsSnoozed"/>
    public bool IsSnoozed(DateTimeOffset now) => Triage?.IsSnoozed(DisabledSince, now) == true;
}
