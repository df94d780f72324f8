namespace Dashboard.Features.Reconnect;

/// <summary>Where the customer may be sent, or why there is no such place.</summary>
internal sealed record PortalOpening(
    string? Url,
    LinkRefusalReason? Failure = null,
    TimeSpan? RetryAfter = null
);
