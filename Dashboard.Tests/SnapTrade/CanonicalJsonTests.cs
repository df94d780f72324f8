using System.Buffers;
using System.Text;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade;

/// <summary>The expected texts were printed by Python 3.11's <c>json.dumps</c>.</summary>
public class CanonicalJsonTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("0e99999999999999", "0.0")]
    [InlineData("340282366920938463463374607431768211456", "340282366920938463463374607431768211456")]
    [InlineData("1.0", "1.0")]
    [InlineData("1E5", "100000.0")]
    [InlineData("0.5E-2", "0.005")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("0.00009999", "9.999e-05")]
    [InlineData("9999999999999998.0", "9999999999999998.0")]
    [InlineData("9999999999999999.5", "1e+16")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("123456789012345678901234567890.5", "1.2345678901234568e+29")]
    [InlineData("1e400", "Infinity")]
    [InlineData("-1e400", "-Infinity")]
    [InlineData("1e99999999999999999999", "Infinity")]
    [InlineData("1e-99999999999999999999", "0.0")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("2.9802322387695312e-08", "2.9802322387695312e-08")]
    [InlineData("4.1045368012983762e-289", "4.1045368012983762e-289")]
    public void Numbers_are_written_as_Python_prints_them(string json, string expected) =>
        Assert.Equal(expected, Write(json));

    [Theory]
    [InlineData("\"\\u0000\\u001F\\b\\f\\n\\r\\t\"", "\"\\u0000\\u001f\\b\\f\\n\\r\\t\"")]
    [InlineData("\"\\/ < > & + ' \\\" \\\\\"", "\"/ < > & + ' \\\" \\\\\"")]
    [InlineData("\"\u007f\u0080é\u2028€\"", "\"\\u007f\\u0080\\u00e9\\u2028\\u20ac\"")]
    [InlineData("\"\\u00E9 \\uD83D\\uDE00\"", "\"\\u00e9 \\ud83d\\ude00\"")]
    [InlineData("\"😀\"", "\"\\ud83d\\ude00\"")]
    [InlineData("\"\\ud800\"", "\"\\ud800\"")]
    [InlineData("\"\\udc00\\ud800\"", "\"\\udc00\\ud800\"")]
    [InlineData("\"\\ud800\\ud83d\\ude00\"", "\"\\ud800\\ud83d\\ude00\"")]
    [InlineData("\"\\ud83d\\n\"", "\"\\ud83d\\n\"")]
    public void Strings_are_escaped_as_Python_escapes_them(string json, string expected) =>
        Assert.Equal(expected, Write(json));

    [Theory]
    [InlineData("\"\\u00e9\u007f\u2028\\u0001\"", "\"é\u007f\u2028\\u0001\"")]
    [InlineData("\"\\uD83D\\uDE00 \\uD7FF\"", "\"😀 \uD7FF\"")]
    [InlineData("{\"é\":1,\"e\":2}", "{\"e\":2,\"é\":1}")]
    [InlineData("\"\\ud800\"", "\"\\ud800\"")]
    public void The_bare_form_keeps_text_outside_ASCII(string json, string expected) =>
        Assert.Equal(expected, Write(json, CanonicalForm.Bare));

    [Theory]
    [InlineData(" { \"b\" : [ ] , \"a\" : { } } ", "{\"a\":{},\"b\":[]}")]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":2}")]
    [InlineData("{\"\\u0061\":1,\"b\":3,\"a\":2}", "{\"a\":2,\"b\":3}")]
    [InlineData("{\"ab\":1,\"a\":2,\"B\":3,\"\":4}", "{\"\":4,\"B\":3,\"a\":2,\"ab\":1}")]
    [InlineData("{\"\\uD83D\\uDE00\":1,\"\uffff\":2}", "{\"\\uffff\":2,\"\\ud83d\\ude00\":1}")]
    [InlineData("[true,false,null,[[1]]]", "[true,false,null,[[1]]]")]
    public void Members_stand_in_code_point_order_and_the_last_duplicate_wins(string json, string expected) =>
        Assert.Equal(expected, Write(json));

    [Fact]
    public void Many_members_with_duplicates_are_sorted_too()
    {
        var members = Enumerable.Range(0, 500).Select(i => $"\"k{(i * 7919) % 250:D3}\":{i}");
        var expected = Enumerable
            .Range(0, 500)
            .GroupBy(i => (i * 7919) % 250)
            .OrderBy(group => group.Key)
            .Select(group => $"\"k{group.Key:D3}\":{group.Max()}");

        Assert.Equal($"{{{string.Join(',', expected)}}}", Write($"{{{string.Join(", ", members)}}}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    [InlineData("[1,]")]
    [InlineData("NaN")]
    [InlineData("\"\u0001\"")]
    public void What_is_no_JSON_has_no_canonical_form(string json) =>
        Assert.False(CanonicalJson.TryWrite(Encoding.UTF8.GetBytes(json), new ArrayBufferWriter<byte>()));

    [Fact]
    public void Invalid_UTF8_has_no_canonical_form() =>
        Assert.Throws<FormatException>(() => CanonicalJson.Write([(byte)'"', 0xC3, (byte)'"']));

    [Fact]
    public void Nesting_is_bounded()
    {
        var deepest = new string('[', CanonicalJson.MaxDepth) + new string(']', CanonicalJson.MaxDepth);

        Assert.Equal(deepest, Write(deepest));
        Assert.Throws<FormatException>(() => Write($"[{deepest}]"));
    }

    private static string Write(string json, CanonicalForm form = CanonicalForm.Ascii) =>
        Encoding.UTF8.GetString(CanonicalJson.Write(Encoding.UTF8.GetBytes(json), form));
}
