namespace Dashboard.SnapTrade;

public enum SnapTradeErrorKind
{
    /// <summary>400 and other refusals of what we sent.</summary>
    BadRequest,

    /// <summary>401: the signature, our client id, or the user's id and secret.</summary>
    Unauthorized,

    /// <summary>401 for every user alike: the client id and key are another client's.</summary>
    ForeignKeys,

    /// <summary>402: the connection is disabled, or the plan does not include the call.</summary>
    Disabled,
    Forbidden,
    NotFound,

    /// <summary>410: not offered to our account any more. It is not about the requested resource.</summary>
    Gone,

    /// <summary>425: data are still being fetched from the brokerage.</summary>
    StillSyncing,

    /// <summary>429, or our own budget; see <see cref="SnapTradeException.RetryAfter"/>.</summary>
    RateLimited,
    ServerError,
    Timeout,
    Unreachable,

    /// <summary>An answer that is not what the operation promises.</summary>
    InvalidResponse,
}

/// <summary>A call to SnapTrade that failed. Nothing in it holds a secret, so it may be logged.</summary>
public sealed class SnapTradeException(
    SnapTradeErrorKind kind,
    string message,
    Exception? innerException = null
) : Exception(message, innerException)
{
    public SnapTradeErrorKind Kind { get; } = kind;

    /// <summary>HTTP status; null when no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>SnapTrade's own code, such as <c>3011</c>.</summary>
    public string? Code { get; init; }
    public string? Detail { get; init; }

    /// <summary><c>X-Request-ID</c>, by which SnapTrade's support finds the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long to wait before the next try, when <see cref="SnapTradeErrorKind.RateLimited"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may succeed later without any change.</summary>
    public bool IsTransient =>
        Kind
            is SnapTradeErrorKind.StillSyncing
                or SnapTradeErrorKind.RateLimited
                or SnapTradeErrorKind.ServerError
                or SnapTradeErrorKind.Timeout
                or SnapTradeErrorKind.Unreachable;
}
