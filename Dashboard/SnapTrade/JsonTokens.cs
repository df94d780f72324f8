using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Dashboard.SnapTrade;

/// <summary>One value or key: where its text lies, and the index of the token after it and its children.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonToken(JsonTokenType Type, int Start, int Length, int Next);

/// <summary>
/// A document as a flat list of tokens over one pooled copy of its text, in which strings are already
/// unescaped; a tree of objects would cost an allocation per value on every webhook.
/// </summary>
internal sealed class JsonTokens(int textLength) : IDisposable
{
    private byte[] _text = ArrayPool<byte>.Shared.Rent(textLength);
    private JsonToken[] _tokens = ArrayPool<JsonToken>.Shared.Rent(64);
    private int _count;

    public JsonToken this[int index] => _tokens[index];

    public ReadOnlySpan<byte> Text(int index) => _text.AsSpan(_tokens[index].Start, _tokens[index].Length);

    /// <param name="json">At most as long as announced.</param>
    /// <exception cref="JsonException">The text is no JSON document, or is nested too deep.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        Span<int> open = stackalloc int[CanonicalJson.MaxDepth + 1];
        var depth = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                var start = open[--depth];
                _tokens[start] = _tokens[start] with { Next = _count };
                continue;
            }
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                open[depth++] = _count;
            Add(ref reader);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _text, []));
        ArrayPool<JsonToken>.Shared.Return(Interlocked.Exchange(ref _tokens, []));
    }

    private void Add(ref Utf8JsonReader reader)
    {
        if (_count == _tokens.Length)
            Grow();

        var start = (int)reader.TokenStartIndex;
        var value = reader.ValueSpan;
        var length = value.Length;
        if (reader.ValueIsEscaped)
            length = JsonUnescaper.Decode(value, _text.AsSpan(start));
        else
            value.CopyTo(_text.AsSpan(start));

        _tokens[_count] = new JsonToken(reader.TokenType, start, length, _count + 1);
        _count++;
    }

    private void Grow()
    {
        var larger = ArrayPool<JsonToken>.Shared.Rent(_tokens.Length * 2);
        _tokens.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<JsonToken>.Shared.Return(_tokens);
        _tokens = larger;
    }
}
