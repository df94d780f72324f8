namespace Dashboard.Features.Reconnect;

/// <summary>Why a link can't be made.</summary>
public enum LinkRefusalReason
{
    NotFound,
    AlreadyHealthy,
    Deleted,
    NoSecret,
    SecretRefused,
    RateLimited,
    SnapTradeUnavailable,

    /// <summary>SnapTrade refused the request, or sent a portal link that leads elsewhere.</summary>
    PortalRefused,
}
