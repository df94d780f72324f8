using System.Buffers;
using System.Security.Cryptography;
using Dashboard.SnapTrade;

namespace Dashboard.Features.Webhooks;

public enum SignatureCheck
{
    Valid,

    /// <summary>The delivery carries no signature.</summary>
    Missing,

    /// <summary>The header is not the base64 form of 32 bytes.</summary>
    Malformed,

    /// <summary>The signature fits neither key in any accepted form.</summary>
    Mismatch,
}

/// <summary>
/// The check of <c>Signature</c> = base64(HMAC-SHA256(consumer key, body)), where the body counts in its
/// canonical form, in the same with non-ASCII left bare, or as the bytes received: all need the key.
/// </summary>
public static class WebhookSignature
{
    private const int RetainedCapacity = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public static SignatureCheck Check(ReadOnlySpan<byte> body, string? signatureHeader, ConsumerKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (string.IsNullOrWhiteSpace(signatureHeader))
            return SignatureCheck.Missing;

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (
            !Convert.TryFromBase64String(signatureHeader, signature, out var length)
            || length != signature.Length
        )
            return SignatureCheck.Malformed;

        return FitsAnyForm(body, signature, keys) ? SignatureCheck.Valid : SignatureCheck.Mismatch;
    }

    private static bool FitsAnyForm(ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature, ConsumerKeys keys)
    {
        var canonical = TakeBuffer();
        try
        {
            if (CanonicalJson.TryWrite(body, canonical))
            {
                if (Fits(canonical.WrittenSpan, signature, keys))
                    return true;

                // Without a \u escape the two canonical forms are the same bytes.
                if (canonical.WrittenSpan.IndexOf("\\u"u8) >= 0)
                {
                    canonical.ResetWrittenCount();
                    CanonicalJson.TryWrite(body, canonical, CanonicalForm.Bare);
                    if (Fits(canonical.WrittenSpan, signature, keys))
                        return true;
                }
            }
            return Fits(body, signature, keys);
        }
        finally
        {
            Keep(canonical);
        }
    }

    private static bool Fits(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature, ConsumerKeys keys)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in keys.All)
        {
            HMACSHA256.HashData(key, text, expected);
            if (CryptographicOperations.FixedTimeEquals(expected, signature))
                return true;
        }
        return false;
    }

    private static ArrayBufferWriter<byte> TakeBuffer()
    {
        var buffer = _buffer ?? new ArrayBufferWriter<byte>(2048);
        _buffer = null;
        return buffer;
    }

    private static void Keep(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > RetainedCapacity)
            return;
        buffer.ResetWrittenCount();
        _buffer = buffer;
    }
}
