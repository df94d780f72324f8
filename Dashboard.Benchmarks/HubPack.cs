using System.Buffers.Binary;
using System.Text;

namespace Dashboard.Benchmarks;

/// <summary>The part of MessagePack that the messages of a Blazor circuit use, each after its length.</summary>
internal static class HubPack
{
    private const byte Null = 0xc0;
    private const int Invocation = 1;

    public static byte[] Invoke(string? id, string method, params object?[] arguments)
    {
        List<byte> body = [0x95, Invocation, 0x80];
        Write(body, id);
        Write(body, method);
        body.AddRange([0xdc, (byte)(arguments.Length >> 8), (byte)arguments.Length]);
        foreach (var argument in arguments)
            Write(body, argument);
        return Framed(body);
    }

    public static byte[] Ping() => Framed([0x91, 6]);

    /// <summary>The length at the start of a message, and how many bytes it takes; null: more bytes are needed.</summary>
    public static (int Length, int Bytes)? LengthAt(ReadOnlySpan<byte> data)
    {
        var length = 0;
        for (var i = 0; i < data.Length; i++)
        {
            length |= (data[i] & 0x7f) << (7 * i);
            if (data[i] < 0x80)
                return (length, i + 1);
        }
        return null;
    }

    /// <summary>Arrays as lists, numbers as <see cref="long"/>, and the bytes of pictures as arrays of bytes.</summary>
    public static object? Read(ref ReadOnlySpan<byte> data)
    {
        var type = Take(ref data, 1)[0];
        return type switch
        {
            < 0x80 => (long)type,
            < 0x90 => Map(ref data, type & 0x0f),
            < 0xa0 => Array(ref data, type & 0x0f),
            < 0xc0 => Text(ref data, type & 0x1f),
            Null => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 => Take(ref data, (int)Number(ref data, 1)).ToArray(),
            0xc5 => Take(ref data, (int)Number(ref data, 2)).ToArray(),
            0xc6 => Take(ref data, (int)Number(ref data, 4)).ToArray(),
            0xca => (double)BinaryPrimitives.ReadSingleBigEndian(Take(ref data, 4)),
            0xcb => BinaryPrimitives.ReadDoubleBigEndian(Take(ref data, 8)),
            0xcc or 0xd0 => Number(ref data, 1),
            0xcd or 0xd1 => Number(ref data, 2),
            0xce or 0xd2 => Number(ref data, 4),
            0xcf or 0xd3 => Number(ref data, 8),
            0xd9 => Text(ref data, (int)Number(ref data, 1)),
            0xda => Text(ref data, (int)Number(ref data, 2)),
            0xdb => Text(ref data, (int)Number(ref data, 4)),
            0xdc => Array(ref data, (int)Number(ref data, 2)),
            0xdd => Array(ref data, (int)Number(ref data, 4)),
            0xde => Map(ref data, (int)Number(ref data, 2)),
            >= 0xe0 => (long)(sbyte)type,
            _ => throw new InvalidDataException($"MessagePack {type:x}"),
        };
    }

    private static void Write(List<byte> to, object? value)
    {
        Span<byte> number = stackalloc byte[8];
        switch (value)
        {
            case null:
                to.Add(Null);
                break;
            case bool flag:
                to.Add(flag ? (byte)0xc3 : (byte)0xc2);
                break;
            case long whole:
                BinaryPrimitives.WriteInt64BigEndian(number, whole);
                to.Add(0xd3);
                to.AddRange(number);
                break;
            default:
                var text = Encoding.UTF8.GetBytes((string)value);
                BinaryPrimitives.WriteInt32BigEndian(number, text.Length);
                to.Add(0xdb);
                to.AddRange(number[..4]);
                to.AddRange(text);
                break;
        }
    }

    private static byte[] Framed(List<byte> body)
    {
        List<byte> framed = [];
        var length = body.Count;
        for (; length > 0x7f; length >>= 7)
            framed.Add((byte)(length | 0x80));
        framed.Add((byte)length);
        framed.AddRange(body);
        return [.. framed];
    }

    private static long Number(ref ReadOnlySpan<byte> data, int bytes)
    {
        var number = 0L;
        foreach (var next in Take(ref data, bytes))
            number = (number << 8) | next;
        return number;
    }

    private static string Text(ref ReadOnlySpan<byte> data, int length) =>
        Encoding.UTF8.GetString(Take(ref data, length));

    private static List<object?> Array(ref ReadOnlySpan<byte> data, int count)
    {
        var items = new List<object?>(count);
        for (var i = 0; i < count; i++)
            items.Add(Read(ref data));
        return items;
    }

    private static object? Map(ref ReadOnlySpan<byte> data, int count)
    {
        Array(ref data, 2 * count);
        return null;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> data, int count)
    {
        var taken = data[..count];
        data = data[count..];
        return taken;
    }
}
