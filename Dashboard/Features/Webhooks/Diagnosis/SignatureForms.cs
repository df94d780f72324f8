using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Dashboard.Features.Webhooks.Diagnosis;

/// <summary>Forms in which relays and other programs write a signature, beside plain base64.</summary>
internal static class SignatureForms
{
    private const int Length = HMACSHA256.HashSizeInBytes;

    // Longer than any form, with its prefix.
    private const int MaxLength = 128;

    /// <summary>The signature in base64, and the name of the form in which it came; null when it is none.</summary>
    public static (string Base64, string? Form)? Read(string? header)
    {
        if (header is null or { Length: > MaxLength })
            return null;
        if (IsSignature(header))
            return (header, null);
        var text = header.Trim().Trim('"', '\'');
        var form = text.Length < header.Length ? "in quotes or spaces" : null;
        if (text.Split('=', 2) is ["sha256" or "SHA256" or "v1" or "hmac", var value])
            (text, form) = (value, "with a prefix");
        if (IsSignature(text))
            return (text, form);
        if (text.Length == 2 * Length && text.All(char.IsAsciiHexDigit))
            return (Convert.ToBase64String(Convert.FromHexString(text)), "in hex");
        var bytes = new byte[MaxLength];
        return
            Base64Url.DecodeFromChars(text.TrimEnd('='), bytes, out _, out var length) == OperationStatus.Done
            && length == Length
            ? (Convert.ToBase64String(bytes, 0, Length), "in another base64")
            : null;
    }

    /// <summary>Whether a header's value could be a signature.</summary>
    public static bool IsLike(string? value) => Read(value) is not null;

    private static bool IsSignature(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == Length;
    }
}
