using System.ComponentModel;

namespace Dashboard.Access.Oidc;

/// <summary>Section <c>Access:Oidc</c>: single sign-on by OpenID Connect. Off while there is no authority.</summary>
public sealed class OidcOptions
{
    public const string Section = "Access:Oidc";

    /// <summary>The issuer; its discovery document is at <c>/.well-known/openid-configuration</c>.</summary>
    [Description("The issuer for single sign-on; turns it on.")]
    public string? Authority { get; set; }

    [Description("The client id that is registered with the authority.")]
    public string? ClientId { get; set; }

    [Description("The secret of that client.")]
    [PasswordPropertyText(true)]
    public string? ClientSecret { get; set; }

    /// <summary>The claim of the ID token or user info that holds the role.</summary>
    [Description("The claim that contains the role.")]
    public string RoleClaim { get; set; } = "roles";

    /// <summary>
    /// The role of each value of that claim, in any case. Empty: the values are the names of our roles.
    /// </summary>
    [Description("The role of a value of the claim.")]
    public Dictionary<string, string> RoleMap { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The same as pairs, for values that can't be part of a variable's name: <c>dash-admins=Admin</c>. The last
    /// equals sign separates, because directory names may contain some.
    /// </summary>
    [Description("A value of the claim, an equals sign, and the role.")]
    public IList<string> Roles { get; } = [];

    /// <summary>Both maps combined; pairs override the other map.</summary>
    public IReadOnlyDictionary<string, string> RoleOfValue
    {
        get
        {
            var all = new Dictionary<string, string>(RoleMap, StringComparer.OrdinalIgnoreCase);
            foreach (var pair in Roles)
            {
                var at = pair.LastIndexOf('=');
                if (at > 0)
                    all[pair[..at].Trim()] = pair[(at + 1)..].Trim();
            }
            return all;
        }
    }

    /// <summary>The requested scopes, separated by spaces. Some authorities send groups only on request.</summary>
    [Description("The scopes that are requested.")]
    public string Scope { get; set; } = "openid profile email";

    /// <summary>The authority's name on the button: <c>Continue with …</c></summary>
    [Description("The button says “Continue with” and this name.")]
    public string DisplayName { get; set; } = "single sign-on";

    /// <summary>
    /// How old an authentication may be at sign-in; after the same time the session here
    /// ends too. Null: the authority decides, and sessions here end like others.
    /// </summary>
    [Description("How long ago one may have signed in at the authority; a session here ends after as long.")]
    public TimeSpan? MaxAge { get; set; }

    /// <summary>False: passwords and passkeys stored here can't be used to sign in.</summary>
    [Description("Whether passwords and passkeys stored here can be used to sign in.")]
    public bool LocalPasswords { get; set; } = true;

    public bool IsGiven => !string.IsNullOrWhiteSpace(Authority);
}
