using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Domain.Reconnect;

/// <summary>The secret part of a reconnect link: 256 random bits in base64url. Only its hash is stored.</summary>
public static class ReconnectToken
{
    private const int Bytes = 32;
    private const int Characters = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256, lower-case hex. A random token needs no salt.</summary>
    public static string HashOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    /// <summary>Whether it can be one of ours at all.</summary>
    public static bool IsWellFormed(string token) =>
        token.Length == Characters && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
