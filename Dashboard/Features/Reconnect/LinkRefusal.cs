using Dashboard.Domain;

namespace Dashboard.Features.Reconnect;

/// <summary>Why a link can't be made, and what to do about it.</summary>
/// <param name="Message">Whole sentences for operators and callers of the API.</param>
/// <param name="Request">The request of ours that would help, for callers who may send it; null when none would.</param>
public sealed record LinkRefusal(LinkRefusalReason Reason, string Message, string? Request = null)
{
    internal static LinkRefusal NotFound(string connectionId) =>
        new(LinkRefusalReason.NotFound, $"There is no connection with the id {connectionId}. Check the id.");

    internal static readonly LinkRefusal AlreadyHealthy = new(
        LinkRefusalReason.AlreadyHealthy,
        "This connection works, so there is nothing to reconnect. Check it if you think that it does not."
    );

    internal static readonly LinkRefusal Deleted = new(
        LinkRefusalReason.Deleted,
        "This connection was deleted and can't be repaired. The customer has to connect the account again (new id)."
    );

    internal static LinkRefusal NoSecret(string userId) =>
        new(
            LinkRefusalReason.NoSecret,
            $"The user secret is missing: your app must send it with {PutUser(userId)}.",
            PutUser(userId)
        );

    internal static LinkRefusal SecretRefused(string userId) =>
        new(
            LinkRefusalReason.SecretRefused,
            $"SnapTrade refuses the user secret: your app must send the current one with {PutUser(userId)}.",
            PutUser(userId)
        );

    internal static readonly LinkRefusal KeysRefused = new(
        LinkRefusalReason.KeysRefused,
        "SnapTrade refuses every user: SnapTrade__ClientId and SnapTrade__ConsumerKey are probably another client's. Tell an admin."
    );

    internal static readonly LinkRefusal RateLimited = new(
        LinkRefusalReason.RateLimited,
        "The SnapTrade rate limit is used up. Try again in a minute."
    );

    internal static readonly LinkRefusal SnapTradeUnavailable = new(
        LinkRefusalReason.SnapTradeUnavailable,
        "SnapTrade does not respond. Try again in a few minutes. You can send a reconnect link now."
    );

    internal static readonly LinkRefusal PortalRefused = new(
        LinkRefusalReason.PortalRefused,
        "SnapTrade returned no portal link that is safe for a customer. The log says why; tell an admin."
    );

    private static string PutUser(string userId) => $"PUT /api/v1/users/{PathSegment.Of(userId)}";
}
