using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Dashboard.Features.Webhooks.Diagnosis;

/// <summary>Undoes what relays are known to do to a body. Each yields the original, if the change is the one it knows.</summary>
internal static class BodyRepairs
{
    public const string Bom = "a byte order mark was added";
    public const string WhiteSpace = "white space was changed";
    public const string Utf16 = "it was re-encoded as UTF-16";
    public const string Latin1 = "it was re-encoded as Latin-1";
    public const string Twice = "it was encoded as UTF-8 twice";
    public const string Quoted = "it was put into a JSON string";
    public const string Form = "it was form-encoded";
    public const string InBase64 = "it was encoded in base64";
    public const string Html = "it was HTML-encoded";

    private const int MaxBytes = WebhookOptions.MaxBodySize;

    /// <summary>The possible originals, likeliest first, each with what was done to it.</summary>
    public static IEnumerable<(string Change, byte[] Original)> Of(byte[] body)
    {
        foreach (var (change, undo) in All)
            if (undo(body) is { Length: > 0 } original && !original.AsSpan().SequenceEqual(body))
                yield return (change, original);
    }

    /// <summary>The body before it was compressed; null when it is not, or would be too large.</summary>
    public static byte[]? Decompress(byte[] body)
    {
        if (body is not [0x1F, 0x8B, ..])
            return null;
        var buffer = new byte[MaxBytes + 1];
        try
        {
            using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
            var length = gzip.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > MaxBytes ? null : buffer[..length];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static readonly (string Change, Func<byte[], byte[]?> Undo)[] All =
    [
        (Bom, WithoutBom),
        (WhiteSpace, Trimmed),
        (WhiteSpace, WithLineFeeds),
        (Form, FromForm),
        (InBase64, FromBase64),
        (Quoted, FromString),
        (Utf16, FromUtf16),
        (Latin1, FromLatin1),
        (Twice, FromTwice),
        (Html, FromHtml),
    ];

    private static byte[]? WithoutBom(byte[] body) => body is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : null;

    private static byte[] Trimmed(byte[] body) => body.AsSpan().Trim(" \r\n\t\0"u8).ToArray();

    private static byte[]? WithLineFeeds(byte[] body) =>
        body.Contains((byte)'\r') ? [.. body.Where(b => b != (byte)'\r')] : null;

    private static byte[]? FromForm(byte[] body)
    {
        if (!Ascii.IsValid(body) || !body.AsSpan().ContainsAny("%+="u8))
            return null;
        var text = Encoding.ASCII.GetString(body);
        // "payload=%7B…", or "%7B…=" when a program took the whole body for the name of a field.
        var field = text.Split('&')[0].Split('=', 2);
        var value =
            field is [var name, { Length: > 0 } after] && !name.Contains('{') && !name.Contains('%')
                ? after
                : field[0];
        return Encoding.UTF8.GetBytes(WebUtility.UrlDecode(value));
    }

    private static byte[]? FromBase64(byte[] body)
    {
        var decoded = new byte[body.Length];
        var text = body.AsSpan().Trim(" \r\n\""u8);
        return
            Base64.DecodeFromUtf8(text, decoded, out _, out var length) == OperationStatus.Done
            && length > 0
            && decoded[0] == (byte)'{'
            ? decoded[..length]
            : null;
    }

    private static byte[]? FromString(byte[] body)
    {
        if (body is not [(byte)'"', ..] || !Utf8.IsValid(body))
            return null;
        try
        {
            return JsonSerializer.Deserialize<string>(body) is { } text ? Encoding.UTF8.GetBytes(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? FromUtf16(byte[] body) =>
        body switch
        {
            [0xFF, 0xFE, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(body, 2, body.Length - 2)),
            [0xFE, 0xFF, ..] => Encoding.UTF8.GetBytes(
                Encoding.BigEndianUnicode.GetString(body, 2, body.Length - 2)
            ),
            [_, 0, _, 0, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(body)),
            [0, _, 0, _, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(body)),
            _ => null,
        };

    private static byte[]? FromLatin1(byte[] body) =>
        Utf8.IsValid(body) ? null : Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(body));

    // Each byte of the original was taken for a character of Latin-1.
    private static byte[]? FromTwice(byte[] body)
    {
        if (Ascii.IsValid(body) || !Utf8.IsValid(body))
            return null;
        var text = Encoding.UTF8.GetString(body);
        if (text.Any(c => c > 0xFF))
            return null;
        var original = Encoding.Latin1.GetBytes(text);
        return Utf8.IsValid(original) ? original : null;
    }

    private static byte[]? FromHtml(byte[] body) =>
        body.AsSpan().IndexOf("&quot;"u8) >= 0 && Utf8.IsValid(body)
            ? Encoding.UTF8.GetBytes(WebUtility.HtmlDecode(Encoding.UTF8.GetString(body)))
            : null;
}
