using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Reconciliation;

/// <summary>How SnapTrade's state differs from the stored one.</summary>
public enum DifferenceKind
{
    /// <summary>Stored as healthy, disabled at SnapTrade.</summary>
    MissedBreak = 1,

    /// <summary>Stored as disabled, healthy at SnapTrade.</summary>
    MissedFix = 2,

    /// <summary>Unknown or stored as deleted, existing at SnapTrade.</summary>
    UnknownConnection = 3,

    /// <summary>Stored as existing, deleted at SnapTrade.</summary>
    VanishedConnection = 4,
}

/// <summary>
/// A difference that a check found and no webhook had reported or hinted at. Kept permanently.
/// </summary>
public sealed class Difference
{
    public long Id { get; private set; }
    public DifferenceKind Kind { get; private init; }
    public string ConnectionId { get; private init; } = "";
    public string UserId { get; private init; } = "";
    public string? BrokerageId { get; private init; }

    /// <summary>When SnapTrade was asked, by its clock. The change happened before.</summary>
    public DateTimeOffset AskedAt { get; private init; }

    /// <summary>When it was recorded, by this server's clock.</summary>
    public DateTimeOffset FoundAt { get; private init; }

    /// <summary>When the change happened, if SnapTrade reports it.</summary>
    public DateTimeOffset? HappenedAt { get; private init; }

    /// <summary>
    /// The user was never checked before. The change may be older than the dashboard, so it proves no lost webhook.
    /// </summary>
    public bool IsFirstLook { get; private init; }

    /// <summary>The pass that found it; null when the check was requested.</summary>
    public long? PassId { get; private init; }

    /// <summary>The kind of difference between the stored health and SnapTrade's; null when they are equal.</summary>
    public static DifferenceKind? Between(Health stored, Health found) =>
        (stored, found) switch
        {
            _ when stored == found => null,
            (Health.Unknown, Health.Deleted) => DifferenceKind.VanishedConnection,
            (Health.Unknown or Health.Deleted, _) => DifferenceKind.UnknownConnection,
            (_, Health.Deleted) => DifferenceKind.VanishedConnection,
            (_, Health.Disabled) => DifferenceKind.MissedBreak,
            _ => DifferenceKind.MissedFix,
        };

    public static Difference Of(
        DifferenceKind kind,
        Connection connection,
        DateTimeOffset askedAt,
        DateTimeOffset foundAt,
        DateTimeOffset? happenedAt,
        bool isFirstLook,
        long? passId
    ) =>
        new()
        {
            Kind = kind,
            ConnectionId = connection.Id,
            UserId = connection.UserId,
            BrokerageId = connection.BrokerageId,
            AskedAt = askedAt,
            FoundAt = foundAt,
            HappenedAt = happenedAt,
            IsFirstLook = isFirstLook,
            PassId = passId,
        };
}
