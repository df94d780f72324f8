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
        "This connection works, so there is nothing to reconnect. Check now if you believe otherwise."
    );

    internal static readonly LinkRefusal Deleted = new(
        LinkRefusalReason.Deleted,
        "This connection was deleted and can't be repaired. The customer has to connect the account anew."
    );

    internal static LinkRefusal NoSecret(string userId) =>
        new(
            LinkRefusalReason.NoSecret,
            $"This user's secret is not known: the host application must send it by {PutUser(userId)}.",
            PutUser(userId)
        );

    internal static LinkRefusal SecretRefused(string userId) =>
        new(
            LinkRefusalReason.SecretRefused,
            $"SnapTrade refuses this user's secret: the host application must send the current one by {PutUser(userId)}.",
            PutUser(userId)
        );

    internal static readonly LinkRefusal KeysRefused = new(
        LinkRefusalReason.KeysRefused,
        "SnapTrade refuses every user alike: SnapTrade__ClientId and SnapTrade__ConsumerKey are probably another client's. Tell an admin."
    );

    internal static readonly LinkRefusal RateLimited = new(
        LinkRefusalReason.RateLimited,
        "SnapTrade takes no more requests from us this minute. Try again in a minute."
    );

    internal static readonly LinkRefusal SnapTradeUnavailable = new(
        LinkRefusalReason.SnapTradeUnavailable,
        "SnapTrade does not answer. Try again in a few minutes; a reconnect link can be sent meanwhile."
    );

    internal static readonly LinkRefusal PortalRefused = new(
        LinkRefusalReason.PortalRefused,
        "SnapTrade gave no portal link that a customer may be sent to. The log says why; tell an admin."
    );

    private static string PutUser(string userId) => $"PUT /api/v1/users/{PathSegment.Of(userId)}";
}
