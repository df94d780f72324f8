namespace Dashboard.Features.Webhooks;

/// <summary>Numbers that Python's <c>json.dumps</c> writes and JSON does not have.</summary>
internal static class PythonLiterals
{
    public const string Error = "The body contains NaN or Infinity, which is not valid JSON.";

    /// <summary>Whether <c>NaN</c>, <c>Infinity</c> or <c>-Infinity</c> occurs outside of strings.</summary>
    public static bool AreIn(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var at = text.IndexOfAny((byte)'"', (byte)'N', (byte)'I');
            if (at < 0)
                return false;
            text = text[at..];
            if (text.StartsWith("NaN"u8) || text.StartsWith("Infinity"u8))
                return true;
            text = text[0] == (byte)'"' ? AfterString(text[1..]) : text[1..];
        }
        return false;
    }

    private static ReadOnlySpan<byte> AfterString(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var at = text.IndexOfAny((byte)'"', (byte)'\\');
            if (at < 0)
                return [];
            if (text[at] == (byte)'"')
                return text[(at + 1)..];
            text = text[Math.Min(at + 2, text.Length)..];
        }
        return [];
    }
}
