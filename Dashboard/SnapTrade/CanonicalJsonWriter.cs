using System.Buffers;
using System.Text.Json;

namespace Dashboard.SnapTrade;

/// <summary>Writes <see cref="JsonTokens"/> with the members of every object in code point order.</summary>
internal readonly ref struct CanonicalJsonWriter(
    JsonTokens tokens,
    ArrayBufferWriter<byte> output,
    CanonicalForm form
)
{
    private const int FewMembers = 24;

    public void WriteValue(int index)
    {
        switch (tokens[index].Type)
        {
            case JsonTokenType.StartObject:
                WriteObject(index);
                break;
            case JsonTokenType.StartArray:
                WriteArray(index);
                break;
            case JsonTokenType.String:
                JsonStringWriter.Write(tokens.Text(index), output, form);
                break;
            case JsonTokenType.Number:
                PythonNumber.Write(tokens.Text(index), output);
                break;
            default:
                output.Write(tokens.Text(index));
                break;
        }
    }

    private void WriteArray(int index)
    {
        output.Write("["u8);
        var end = tokens[index].Next;
        for (var item = index + 1; item < end; item = tokens[item].Next)
        {
            if (item > index + 1)
                output.Write(","u8);
            WriteValue(item);
        }
        output.Write("]"u8);
    }

    private void WriteObject(int index)
    {
        var count = 0;
        for (var key = index + 1; key < tokens[index].Next; key = tokens[key + 1].Next)
            count++;

        var rented = count > FewMembers ? ArrayPool<int>.Shared.Rent(count) : null;
        var keys = rented is null ? stackalloc int[FewMembers] : rented;
        keys = keys[..count];
        var next = 0;
        for (var key = index + 1; key < tokens[index].Next; key = tokens[key + 1].Next)
            keys[next++] = key;

        Sort(keys);
        WriteMembers(keys);
        if (rented is not null)
            ArrayPool<int>.Shared.Return(rented);
    }

    private void WriteMembers(ReadOnlySpan<int> keys)
    {
        output.Write("{"u8);
        for (var i = 0; i < keys.Length; i++)
        {
            // Equal keys stand in document order; only the last of them counts.
            if (i + 1 < keys.Length && tokens.Text(keys[i]).SequenceEqual(tokens.Text(keys[i + 1])))
                continue;
            if (output.WrittenSpan[^1] != (byte)'{')
                output.Write(","u8);
            JsonStringWriter.Write(tokens.Text(keys[i]), output, form);
            output.Write(":"u8);
            WriteValue(keys[i] + 1);
        }
        output.Write("}"u8);
    }

    private void Sort(Span<int> keys)
    {
        if (keys.Length > FewMembers)
        {
            keys.Sort(new KeyOrder(tokens));
            return;
        }
        // The usual webhook has ten members: sorting in place spares the comparer's allocation.
        for (var i = 1; i < keys.Length; i++)
        {
            var key = keys[i];
            var text = tokens.Text(key);
            var at = i;
            for (; at > 0 && tokens.Text(keys[at - 1]).SequenceCompareTo(text) > 0; at--)
                keys[at] = keys[at - 1];
            keys[at] = key;
        }
    }

    private sealed class KeyOrder(JsonTokens tokens) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            var order = tokens.Text(x).SequenceCompareTo(tokens.Text(y));
            return order != 0 ? order : x.CompareTo(y);
        }
    }
}
