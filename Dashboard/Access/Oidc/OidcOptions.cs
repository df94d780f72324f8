namespace Dashboard.Access.Oidc;

/// <summary>Section <c>Access:Oidc</c>: single sign-on by OpenID Connect. Off while there is no authority.</summary>
public sealed class OidcOptions
{
    public const string Section = "Access:Oidc";

    /// <summary>The issuer; its discovery document is looked for under <c>/.well-known/openid-configuration</c>.</summary>
    public string? Authority { get; set; }
    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }

    /// <summary>Which claim of the ID token or of the user info says what somebody is.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>
    /// The role of each value of that claim, in any case. Empty: the values are the names of our roles.
    /// </summary>
    public Dictionary<string, string> RoleMap { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is asked for, with spaces between. Some authorities tell groups only when asked.</summary>
    public string Scope { get; set; } = "openid profile email";

    /// <summary>How the button calls the authority: <c>Continue with …</c></summary>
    public string DisplayName { get; set; } = "single sign-on";

    /// <summary>
    /// How long ago somebody may have proved to the authority who they are; after that long the session here
    /// ends too. Null leaves it to the authority, and sessions here end as others do.
    /// </summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>False: nobody signs in with anything kept here, neither password nor passkey.</summary>
    public bool LocalPasswords { get; set; } = true;

    public bool IsGiven => !string.IsNullOrWhiteSpace(Authority);
}
