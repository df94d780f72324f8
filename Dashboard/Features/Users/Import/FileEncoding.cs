using System.Text;

namespace Dashboard.Features.Users.Import;

/// <summary>
/// Detects the encoding of a file from its bytes as they are uploaded: by the byte order mark; else UTF-8 if all bytes are
/// valid; else Windows-1252, which is a guess.
/// </summary>
internal sealed class FileEncoding
{
    private const int HeadLength = 4096;
    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private readonly Decoder _decoder = Strict.GetDecoder();
    private readonly char[] _scratch = new char[HeadLength];
    private readonly byte[] _head = new byte[HeadLength];
    private int _headCount;
    private bool _isUtf8 = true;

    /// <summary>Examines the next bytes.</summary>
    public void See(ReadOnlySpan<byte> bytes)
    {
        var missing = Math.Min(HeadLength - _headCount, bytes.Length);
        bytes[..missing].CopyTo(_head.AsSpan(_headCount));
        _headCount += missing;
        if (_isUtf8)
            _isUtf8 = Decodes(bytes, flush: false);
    }

    /// <summary>The result, after the last byte.</summary>
    /// <returns>The encoding's .NET name, and whether it is a guess.</returns>
    public (string Name, bool IsGuess) Find()
    {
        var start = _head.AsSpan(0, _headCount);
        return start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => ("utf-8", false),
            [0xFF, 0xFE, ..] => ("utf-16", false),
            [0xFE, 0xFF, ..] => ("utf-16BE", false),
            _ when ZeroesAt(start, 1) => ("utf-16", true),
            _ when ZeroesAt(start, 0) => ("utf-16BE", true),
            _ when _isUtf8 && Decodes([], flush: true) => ("utf-8", false),
            _ => ("windows-1252", true),
        };
    }

    /// <summary>The encoding of that name, including Windows-1252, which .NET does not offer by default.</summary>
    public static Encoding Named(string name) =>
        name == "windows-1252"
            ? CodePagesEncodingProvider.Instance.GetEncoding(1252)!
            : Encoding.GetEncoding(name);

    // Western text in UTF-16 is zero in every other byte.
    private static bool ZeroesAt(ReadOnlySpan<byte> bytes, int offset)
    {
        var zeroes = 0;
        for (var i = offset; i < bytes.Length; i += 2)
            zeroes += bytes[i] == 0 ? 1 : 0;
        return zeroes > 0 && zeroes >= bytes.Length / 4;
    }

    private bool Decodes(ReadOnlySpan<byte> bytes, bool flush)
    {
        try
        {
            do
            {
                _decoder.Convert(bytes, _scratch, flush, out var used, out _, out _);
                bytes = bytes[used..];
            } while (bytes.Length > 0);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
