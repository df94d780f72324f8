using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.SnapTrade;
using FsCheck.Xunit;

namespace Dashboard.Tests.SnapTrade;

public class CanonicalJsonProperties
{
    [Property]
    public bool Writing_twice_changes_nothing((string? Key, string? Text, double Number)[] members)
    {
        var once = Write(Document(members));
        return Write(once) == once
            && Write(once, CanonicalForm.Bare) == Write(Document(members), CanonicalForm.Bare);
    }

    [Property]
    public bool The_order_of_members_does_not_matter((string? Key, string? Text, double Number)[] members)
    {
        var distinct = members.DistinctBy(member => Valid(member.Key)).ToArray();
        return Write(Document(distinct)) == Write(Document([.. distinct.Reverse()]));
    }

    [Property]
    public bool Strings_read_back_the_same_in_both_forms(string? text)
    {
        var json = JsonSerializer.Serialize(Valid(text));
        return JsonSerializer.Deserialize<string>(Write(json)) == Valid(text)
            && JsonSerializer.Deserialize<string>(Write(json, CanonicalForm.Bare)) == Valid(text);
    }

    [Property]
    public bool The_ascii_form_is_printable_ASCII(string? text) =>
        Write(JsonSerializer.Serialize(Valid(text))).All(character => character is >= ' ' and <= '~');

    [Property]
    public bool Integers_stay_as_they_are(long number, System.Numerics.BigInteger large) =>
        Write(number.ToString(CultureInfo.InvariantCulture)) == number.ToString(CultureInfo.InvariantCulture)
        && Write(large.ToString(CultureInfo.InvariantCulture))
            == large.ToString(CultureInfo.InvariantCulture);

    [Property(MaxTest = 2000)]
    public bool Doubles_read_back_the_same(long bits)
    {
        var number = BitConverter.Int64BitsToDouble(bits * unchecked((long)0x9E3779B97F4A7C15));
        return !double.IsFinite(number)
            || double.Parse(
                Write(number.ToString("E16", CultureInfo.InvariantCulture)),
                CultureInfo.InvariantCulture
            ) == number;
    }

    private static string Document((string? Key, string? Text, double Number)[] members)
    {
        var texts = members.Select(member =>
        {
            var number = double.IsFinite(member.Number) ? member.Number : 0;
            var inner = new JsonObject { ["text"] = Valid(member.Text), ["number"] = number };
            return $"{JsonSerializer.Serialize(Valid(member.Key))}: [{inner.ToJsonString()}]";
        });
        return $"{{{string.Join(" , ", texts)}}}";
    }

    // System.Text.Json replaces lone surrogates; those have literal examples of their own.
    private static string Valid(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static string Write(string json, CanonicalForm form = CanonicalForm.Ascii) =>
        Encoding.UTF8.GetString(CanonicalJson.Write(Encoding.UTF8.GetBytes(json), form));
}
