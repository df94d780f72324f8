namespace Dashboard.Domain.Operators;

/// <summary>Claims of the signed-in operator beside the name and the role.</summary>
public static class OperatorClaims
{
    /// <summary>The IANA time zone that the operator chose; absent means the browser's (OpenID Connect's name).</summary>
    public const string TimeZone = "zoneinfo";
}
