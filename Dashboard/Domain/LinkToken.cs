using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Domain;

/// <summary>
/// The secret part of a link that opens without signing in, such as a reconnect link or an invitation: 256 random bits
/// in base64url. Only its hash is stored.
/// </summary>
public static class LinkToken
{
    private const int Bytes = 32;
    private const int Characters = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256, lower-case hex. A random token needs no salt.</summary>
    public static string HashOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    /// <summary>
    /// The token in the last part of a URL as mail programs and people pass it on: with punctuation or quotes around
    /// it, encoded or not, or broken by a space or by the = of quoted-printable. Null when the text has no token.
    /// </summary>
    public static string? Find(string text)
    {
        var token = new StringBuilder(Characters);
        var at = 0;
        for (; at < text.Length && token.Length < Characters; at++)
        {
            if (IsOfToken(text[at]))
                token.Append(text[at]);
            else if (token.Length > 0 && !IsBreak(text[at]))
                return null;
        }
        // One more letter or digit makes it another token.
        return token.Length == Characters && (at == text.Length || !char.IsAsciiLetterOrDigit(text[at]))
            ? token.ToString()
            : null;
    }

    /// <summary>Whether the text has the format of a token.</summary>
    public static bool IsWellFormed(string token) => token.Length == Characters && token.All(IsOfToken);

    private static bool IsOfToken(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    // White space and invisible characters: soft hyphens, zero-width characters.
    private static bool IsBreak(char c) =>
        c == '=' || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format;
}
