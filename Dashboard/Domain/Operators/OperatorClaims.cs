namespace Dashboard.Domain.Operators;

/// <summary>What screens read of whoever has signed in, beside the name and the role.</summary>
public static class OperatorClaims
{
    /// <summary>The IANA time zone that the operator chose; absent means the browser's (OpenID Connect's name).</summary>
    public const string TimeZone = "zoneinfo";
}
