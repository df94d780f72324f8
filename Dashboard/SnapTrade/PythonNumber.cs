using System.Buffers;
using System.Globalization;

namespace Dashboard.SnapTrade;

/// <summary>Writes JSON numbers as Python prints them after reading them: integers exactly, floats as <c>repr</c>.</summary>
internal static class PythonNumber
{
    // repr() turns to the exponent form below 1e-4 and from 1e16 on.
    private const int LeastPositional = -4;
    private const int MaxPositional = 15;

    public static void Write(ReadOnlySpan<byte> literal, ArrayBufferWriter<byte> output)
    {
        if (literal.IndexOfAny(".eE"u8) >= 0)
            WriteFloat(double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture), output);
        else
            output.Write(literal.SequenceEqual("-0"u8) ? "0"u8 : literal);
    }

    private static void WriteFloat(double value, ArrayBufferWriter<byte> output)
    {
        if (double.IsNegative(value))
            output.Write("-"u8);
        if (double.IsInfinity(value))
        {
            output.Write("Infinity"u8);
            return;
        }
        Span<byte> buffer = stackalloc byte[32];
        var (count, exponent) = Digits(Math.Abs(value), buffer);
        var digits = (ReadOnlySpan<byte>)buffer[..count];
        if (exponent is >= LeastPositional and <= MaxPositional)
            WritePositional(digits, exponent, output);
        else
            WriteExponential(digits, exponent, output);
    }

    /// <summary>The shortest digits that read back as the value, and the power of ten of the first one.</summary>
    private static (int Count, int Exponent) Digits(double value, Span<byte> digits)
    {
        Span<byte> shortest = stackalloc byte[32];
        value.TryFormat(shortest, out var length, "R", CultureInfo.InvariantCulture);
        // For 2^-25 and 2^-957 .NET's shortest form is a digit too short and reads back as another number.
        if (double.Parse(shortest[..length], NumberStyles.Float, CultureInfo.InvariantCulture) != value)
            value.TryFormat(shortest, out length, "E16", CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> text = shortest[..length];

        var exponent = 0;
        var e = text.IndexOf((byte)'E');
        if (e >= 0)
        {
            exponent = int.Parse(
                text[(e + 1)..],
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture
            );
            text = text[..e];
        }
        var point = text.IndexOf((byte)'.');
        exponent += (point < 0 ? text.Length : point) - 1;

        var count = 0;
        foreach (var character in text)
        {
            if (character == '.')
                continue;
            if (count == 0 && character == '0')
                exponent--;
            else
                digits[count++] = character;
        }
        while (count > 1 && digits[count - 1] == '0')
            count--;
        if (count > 0)
            return (count, exponent);
        digits[0] = (byte)'0';
        return (1, 0);
    }

    private static void WritePositional(
        ReadOnlySpan<byte> digits,
        int exponent,
        ArrayBufferWriter<byte> output
    )
    {
        if (exponent < 0)
        {
            output.Write("0."u8);
            output.Write("000"u8[..(-exponent - 1)]);
            output.Write(digits);
            return;
        }
        var whole = Math.Min(exponent + 1, digits.Length);
        output.Write(digits[..whole]);
        output.Write("000000000000000"u8[..(exponent + 1 - whole)]);
        output.Write("."u8);
        output.Write(whole < digits.Length ? digits[whole..] : "0"u8);
    }

    private static void WriteExponential(
        ReadOnlySpan<byte> digits,
        int exponent,
        ArrayBufferWriter<byte> output
    )
    {
        output.Write(digits[..1]);
        if (digits.Length > 1)
        {
            output.Write("."u8);
            output.Write(digits[1..]);
        }
        output.Write(exponent < 0 ? "e-"u8 : "e+"u8);
        var span = output.GetSpan(4);
        Math.Abs(exponent).TryFormat(span, out var length, "00", CultureInfo.InvariantCulture);
        output.Advance(length);
    }
}
