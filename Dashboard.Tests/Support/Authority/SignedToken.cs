using System.Text.RegularExpressions;

namespace Dashboard.Tests.Support.Authority;

/// <summary>
/// Finds tokens of an identity provider in text. Their first three letters alone would not do: random text
/// in base64url, such as an encrypted cookie, holds them once in a few hundred cases.
/// </summary>
public static partial class SignedToken
{
    /// <summary>A JSON web token, signed or encrypted: its header in base64url, then two more parts at least.</summary>
    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]*\.[\w-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Pattern { get; }
}
