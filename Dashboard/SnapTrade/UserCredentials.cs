namespace Dashboard.SnapTrade;

/// <summary>A SnapTrade user with the secret that acts for them. Its text form leaves the secret out.</summary>
public sealed record UserCredentials(string UserId, string UserSecret)
{
    public override string ToString() => $"SnapTrade user {UserId}";
}

/// <summary>
/// Where the customer logs in, valid for 5 minutes. The address grants access, so the text form omits it.
/// </summary>
public sealed record PortalLink(string RedirectUri, string? SessionId)
{
    public override string ToString() => $"Portal link, session {SessionId}";
}

/// <summary>Options of the portal; null leaves SnapTrade's default.</summary>
public sealed record LoginRequest
{
    /// <summary>Slug of the brokerage to open directly.</summary>
    public string? Broker { get; init; }
    public bool? ImmediateRedirect { get; init; }

    /// <summary>Where the portal sends the customer back to. Non-ASCII characters are percent-encoded.</summary>
    public string? CustomRedirect { get; init; }

    /// <summary>The connection to repair.</summary>
    public string? Reconnect { get; init; }

    /// <summary><c>read</c>, <c>trade</c> or <c>trade-if-available</c>.</summary>
    public string? ConnectionType { get; init; }
    public bool? ShowCloseButton { get; init; }
    public bool? DarkMode { get; init; }

    /// <summary>Such as <c>en</c> or <c>pt-BR</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>Such as <c>v4</c>.</summary>
    public string? ConnectionPortalVersion { get; init; }

    /// <summary>Without the redirect, which may hold a reconnect link's token.</summary>
    public override string ToString() => $"Login request, reconnect {Reconnect}";
}
