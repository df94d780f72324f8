namespace Dashboard.Access.Oidc;

/// <summary>Why single sign-on was refused; selects the page that explains it.</summary>
public enum OidcRefusal
{
    /// <summary>The response was cancelled, forged, too old or refused at the authority.</summary>
    Failed,

    /// <summary>The authority was unreachable.</summary>
    Unreachable,

    /// <summary>The person has no role in the dashboard.</summary>
    NoRole,

    /// <summary>The authority omitted the groups, because they are too many for a token.</summary>
    GroupsLeftOut,

    /// <summary>The authority sent no e-mail address.</summary>
    NoEmail,

    /// <summary>A local account has this e-mail address, and it is not proven to belong to the same person.</summary>
    EmailTaken,

    /// <summary>An admin has disabled the account.</summary>
    Disabled,

    /// <summary>The person authenticated too long ago.</summary>
    TooOld,

    /// <summary>Too many attempts from this address within a minute.</summary>
    Throttled,
}

/// <summary>The paths of single sign-on.</summary>
public static class OidcPaths
{
    /// <summary>Sends the browser to the authority; takes <c>returnUrl</c>.</summary>
    public const string Start = "/account/sso";

    /// <summary>The page of <see cref="OidcRefusal"/>s.</summary>
    public const string Problem = "/account/sso/problem";

    /// <summary>The sign-in page while local passwords are off.</summary>
    public const string SignInPage = "/account/sso/sign-in";

    internal const string Callback = "/account/sso/callback";
    internal const string SignedOut = "/account/sso/signed-out";

    public static string ProblemOf(OidcRefusal refusal) => $"{Problem}?reason={refusal}";
}
