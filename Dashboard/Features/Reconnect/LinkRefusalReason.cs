namespace Dashboard.Features.Reconnect;

/// <summary>Why a link can't be made.</summary>
public enum LinkRefusalReason
{
    NotFound,
    AlreadyHealthy,
    Deleted,
    NoSecret,
    SecretRefused,

    /// <summary>SnapTrade refuses every user, so our client id and key are wrong.</summary>
    KeysRefused,
    RateLimited,
    SnapTradeUnavailable,

    /// <summary>SnapTrade refused the request, or sent a portal link that leads elsewhere.</summary>
    PortalRefused,
}
