using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Access.SecondFactor;

/// <summary>A single-use code for operators who lost their phone. 80 random bits, so that a plain hash is safe.</summary>
internal static class RecoveryCode
{
    public const int Many = 10;
    private const int Bytes = 10;
    private const int Letters = 16;

    /// <summary>Four groups of four: <c>abcd-efgh-2345-mnop</c>.</summary>
    public static IReadOnlyList<string> NewSet() =>
        [
            .. Enumerable
                .Range(0, Many)
                .Select(_ => Group(Base32.Encode(RandomNumberGenerator.GetBytes(Bytes)))),
        ];

    /// <summary>SHA-256 in lower-case hex; null when the text can't be a code. Ignores case, spaces and dashes.</summary>
    public static string? Hash(string? typed)
    {
        var letters = string.Concat((typed ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return letters.Length == Letters
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(letters)))
            : null;
    }

    private static string Group(string code) =>
        string.Join('-', code.Chunk(4).Select(part => new string(part))).ToLowerInvariant();
}
