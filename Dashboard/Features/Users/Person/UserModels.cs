using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.List;

namespace Dashboard.Features.Users.Person;

/// <summary>What the page of one user tells beside what happened.</summary>
/// <param name="User">Not tracked; its secret, encrypted as it is, is not for screens.</param>
/// <param name="Connections">Broken ones first; no more than <see cref="MostConnections"/>.</param>
/// <param name="HasMore">There are more connections than these.</param>
public sealed record UserDetail(SnapTradeUser User, IReadOnlyList<UserConnection> Connections, bool HasMore)
{
    public const int MostConnections = 100;

    public IReadOnlyList<UserConnection> Broken => [.. Connections.Where(c => c.Health == Health.Disabled)];

    public SecretState Secret =>
        User.ProtectedSecret is null ? SecretState.Missing
        : User.SecretRefusedAt is null ? SecretState.Known
        : SecretState.Refused;

    /// <summary>Deleted at SnapTrade, and not told of again since.</summary>
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
    DateTimeOffset? ComplainedAt
);

/// <param name="Emails">Newest first.</param>
/// <param name="HasMore">There are earlier ones.</param>
public sealed record UserEmails(IReadOnlyList<UserEmail> Emails, bool HasMore);
