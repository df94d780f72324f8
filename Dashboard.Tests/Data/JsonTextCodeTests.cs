using System.Text.Json;
using Dashboard.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Data;

/// <summary>Text reaches SQL Server as it is, and without escapes of JSON.</summary>
public sealed class JsonTextCodeTests
{
    private static readonly char[] Some =
    [
        'a',
        'é',
        '王',
        ' ',
        '\'',
        '"',
        '\\',
        '\n',
        '\r',
        '\t',
        '\0',
        '\u001F',
        '\u2028',
        '\uE022',
        '\uE05C',
        '\uE05D',
    ];

    [Fact]
    public void Every_text_is_read_back()
    {
        var texts = Gen.Elements(Some).ListOf().Select(c => string.Concat(c)).ListOf().ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                texts,
                list =>
                {
                    var code = JsonTextCode.For(list);
                    Assert.Equal(list, list.Select(text => Read(code, text)));
                }
            )
        );
    }

    [Fact]
    public void No_escape_is_written_for_what_texts_have()
    {
        string[] texts = ["""{"a":"b\\c"}""", "two\r\nlines\t"];
        var code = JsonTextCode.For(texts);

        Assert.All(texts, text => Assert.DoesNotContain('\\', code.Encode(text)));
        Assert.All(texts, text => Assert.Equal(text, Read(code, text)));
    }

    [Fact]
    public void Text_without_such_characters_needs_nothing() =>
        Assert.Equal("r.[1]", JsonTextCode.For(["Zoë", null, "it's"]).Decode("r.[1]"));

    // As the server reads it: the innermost REPLACE first.
    private static string Read(JsonTextCode code, string text)
    {
        var read = JsonSerializer.Deserialize<string>(code.Encode(text))!;
        var replaces = code.Decode("")
            .Split("NCHAR(")
            .Skip(1)
            .Select(part => (char)int.Parse(part[..part.IndexOf(')')]));
        foreach (var pair in replaces.Chunk(2))
            read = read.Replace(pair[0], pair[1]);
        return read;
    }
}
