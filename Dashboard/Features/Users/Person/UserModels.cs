using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.List;

namespace Dashboard.Features.Users.Person;

/// <summary>A user and their connections.</summary>
/// <param name="User">Not tracked. Screens must not show its secret, although it is encrypted.</param>
/// <param name="Connections">Broken ones first; at most <see cref="MaxConnections"/>.</param>
/// <param name="HasMore">Whether the user has more connections.</param>
public sealed record UserDetail(SnapTradeUser User, IReadOnlyList<UserConnection> Connections, bool HasMore)
{
    public const int MaxConnections = 100;

    public IReadOnlyList<UserConnection> Broken => [.. Connections.Where(c => c.Health == Health.Disabled)];

    public SecretState Secret =>
        User.ProtectedSecret is null ? SecretState.Missing
        : User.SecretRefusedAt is null ? SecretState.Known
        : SecretState.Refused;

    /// <summary>Deleted at SnapTrade and not registered again since.</summary>
    public bool IsDeleted => User.DeletedAt is not null && !User.IsBackSinceDeletion;
}

/// <summary>A connection as its user's page shows it.</summary>
public sealed record UserConnection(
    string Id,
    Health Health,
    bool AwaitingVerification,
    DateTimeOffset Since,
    string? BrokerageId,
    string? Brokerage,
    string? Name
)
{
    public string BrokerageName => Brokerage ?? Name ?? BrokerageId ?? "Unknown brokerage";
}

/// <summary>An e-mail as the user's page shows it.</summary>
public sealed record UserEmail(
    string Id,
    EmailState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    string CreatedBy,
    string? Address,
    DateTimeOffset? BouncedAt,
    DateTimeOffset? ComplainedAt,
    bool IsFile
);

/// <summary>The position of an e-mail in a list, newest first.</summary>
public sealed record EmailPosition(DateTimeOffset CreatedAt, string Id);
