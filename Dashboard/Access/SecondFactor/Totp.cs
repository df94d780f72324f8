using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Access.SecondFactor;

/// <summary>Codes of authenticator apps: RFC 6238 with the parameters that all apps support: SHA-1, 6 digits, 30 seconds.</summary>
internal static class Totp
{
    public const int Digits = 6;
    private const int KeyBytes = 20;

    /// <summary>How many steps a phone's clock may be off, either way.</summary>
    private const int Tolerance = 1;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    public static string Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        // The default of the standard, and the only one that all apps support; HMAC does not rely on collision resistance.
#pragma warning disable CA5350
        HMACSHA1.HashData(key, counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <returns>The time step of the code; null when it matches no step near the current time.</returns>
    public static long? FindStep(ReadOnlySpan<byte> key, string? typed, DateTimeOffset now)
    {
        if (Read(typed) is not { } code)
            return null;
        long? found = null;
        var current = StepAt(now);
        for (var step = current - Tolerance; step <= current + Tolerance; step++)
        {
            if (
                CryptographicOperations.FixedTimeEquals(
                    Encoding.ASCII.GetBytes(code),
                    Encoding.ASCII.GetBytes(Code(key, step))
                )
            )
                found = step;
        }
        return found;
    }

    // Keyboards of some languages type other digits, and apps show a code in two groups.
    private static string? Read(string? typed)
    {
        var code = new StringBuilder(Digits);
        foreach (var rune in (typed ?? "").EnumerateRunes())
        {
            if (IsSeparator(rune))
                continue;
            if (!Rune.IsDigit(rune) || code.Length == Digits)
                return null;
            code.Append((int)Rune.GetNumericValue(rune));
        }
        return code.Length == Digits ? code.ToString() : null;
    }

    // Invisible format characters are copied with text from pages.
    private static bool IsSeparator(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;

    /// <summary>The content of the QR code, in the key URI format of Google Authenticator.</summary>
    public static string Uri(ReadOnlySpan<byte> key, string issuer, string account)
    {
        var label = System.Uri.EscapeDataString($"{issuer}:{account}");
        return $"otpauth://totp/{label}?secret={Base32.Encode(key)}&issuer={System.Uri.EscapeDataString(issuer)}";
    }
}
