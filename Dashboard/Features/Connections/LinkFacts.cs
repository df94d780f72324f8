using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Connections;

/// <summary>How far a reconnect link was used.</summary>
/// <param name="LastResult">See <see cref="ReconnectLink.LastResult"/>.</param>
/// <param name="EmailBouncedAt">When the e-mail that contains it bounced.</param>
public sealed record LinkFacts(
    string Id,
    string ConnectionId,
    LinkOrigin Origin,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? FirstOpenedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? ReturnedAt,
    string? LastResult,
    DateTimeOffset? EmailBouncedAt = null
);
