using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Reconciliation;

/// <summary>How what SnapTrade says differs from what was believed.</summary>
public enum DifferenceKind
{
    /// <summary>Believed healthy, and disabled at SnapTrade.</summary>
    MissedBreak = 1,

    /// <summary>Believed disabled, and healthy at SnapTrade.</summary>
    MissedFix = 2,

    /// <summary>Not known, or believed deleted, and there at SnapTrade.</summary>
    UnknownConnection = 3,

    /// <summary>Believed to be there, and gone at SnapTrade.</summary>
    VanishedConnection = 4,
}

/// <summary>
/// A difference that a check found, kept for good: what webhooks should have told and did not so much as hint at.
/// </summary>
public sealed class Difference
{
    public long Id { get; private set; }
    public DifferenceKind Kind { get; private init; }
    public string ConnectionId { get; private init; } = "";
    public string UserId { get; private init; } = "";
    public string? BrokerageId { get; private init; }

    /// <summary>When SnapTrade was asked, by its clock: it happened before.</summary>
    public DateTimeOffset AskedAt { get; private init; }

    /// <summary>When it was recorded, by our clock.</summary>
    public DateTimeOffset FoundAt { get; private init; }

    /// <summary>When it truly happened, where SnapTrade says so.</summary>
    public DateTimeOffset? HappenedAt { get; private init; }

    /// <summary>
    /// The user's connections were never all compared before: what is found may be older than the dashboard, and
    /// says nothing about lost webhooks.
    /// </summary>
    public bool IsFirstLook { get; private init; }

    /// <summary>The pass that found it; null when somebody asked for the check.</summary>
    public long? PassId { get; private init; }

    /// <summary>What differs between a belief and an answer; null when nothing does.</summary>
    public static DifferenceKind? Between(Health believed, Health found) =>
        (believed, found) switch
        {
            _ when believed == found => null,
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
