namespace Dashboard.Access.Oidc;

/// <summary>Why single sign-on was refused; it alone selects the page that explains it.</summary>
public enum OidcRefusal
{
    /// <summary>The answer was broken off, forged, too old or refused at the authority.</summary>
    Failed,

    /// <summary>The authority could not be asked.</summary>
    Unreachable,

    /// <summary>The person has no role in the dashboard.</summary>
    NoRole,

    /// <summary>The authority left the groups out, because they are too many for a token.</summary>
    GroupsLeftOut,

    /// <summary>The authority sent no e-mail address.</summary>
    NoEmail,

    /// <summary>An account of that e-mail address exists here, and nothing proves that it is the same person's.</summary>
    EmailTaken,

    /// <summary>An admin has disabled the account.</summary>
    Disabled,

    /// <summary>The person authenticated too long ago.</summary>
    TooOld,

    /// <summary>Too many tries from this address within a minute.</summary>
    Throttled,
}

/// <summary>Where single sign-on happens.</summary>
public static class OidcPaths
{
    /// <summary>Sends the browser to the authority; takes <c>returnUrl</c>.</summary>
    public const string Start = "/account/sso";

    /// <summary>The page of <see cref="OidcRefusal"/>s.</summary>
    public const string Problem = "/account/sso/problem";

    /// <summary>The sign-in page while there are no local passwords.</summary>
    public const string SignInPage = "/account/sso/sign-in";

    internal const string Callback = "/account/sso/callback";
    internal const string SignedOut = "/account/sso/signed-out";

    public static string ProblemOf(OidcRefusal refusal) => $"{Problem}?reason={refusal}";
}
