using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Dashboard.SnapTrade;

/// <summary>How characters outside printable ASCII are written.</summary>
public enum CanonicalForm
{
    /// <summary>As <c>\uXXXX</c>, like Python's <c>ensure_ascii=True</c>; the form SnapTrade documents.</summary>
    Ascii,

    /// <summary>As themselves, like <c>ensure_ascii=False</c>. A lone surrogate stays an escape.</summary>
    Bare,
}

/// <summary>
/// JSON as Python's <c>json.dumps(payload, separators=(",", ":"), sort_keys=True)</c> writes it, which is
/// what SnapTrade signs: keys by code point, integers exact, floats as <c>repr</c>, the last duplicate wins.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Deeper documents are refused.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// Appends the canonical form of <paramref name="json"/>; false, with nothing appended, when it is no
    /// JSON document, no valid UTF-8 or nested deeper than <see cref="MaxDepth"/>.
    /// </summary>
    public static bool TryWrite(
        ReadOnlySpan<byte> json,
        ArrayBufferWriter<byte> output,
        CanonicalForm form = CanonicalForm.Ascii
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!Utf8.IsValid(json))
            return false;

        using var tokens = new JsonTokens(json.Length);
        try
        {
            tokens.Read(json);
        }
        catch (JsonException)
        {
            return false;
        }
        new CanonicalJsonWriter(tokens, output, form).WriteValue(0);
        return true;
    }

    /// <summary>The canonical form of <paramref name="json"/>.</summary>
    /// <exception cref="FormatException">It is no JSON, no valid UTF-8 or nested too deep.</exception>
    public static byte[] Write(ReadOnlySpan<byte> json, CanonicalForm form = CanonicalForm.Ascii)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 64);
        return TryWrite(json, output, form)
            ? output.WrittenSpan.ToArray()
            : throw new FormatException("The text is not a JSON document that can be made canonical.");
    }
}
