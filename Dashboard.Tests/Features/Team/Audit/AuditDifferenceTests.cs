using System.Globalization;
using Dashboard.Features.Team.Audit;

namespace Dashboard.Tests.Features.Team.Audit;

public sealed class AuditDifferenceTests
{
    [Fact]
    public void Parts_of_both_sides_stand_beside_each_other()
    {
        var parts = AuditDifference.Of(
            """{"name":"Zoë","locale":null,"count":3}""",
            """{"name":"Zoe","count":3,"isOn":true}""",
            Say
        );

        Assert.Equal(
            ["name: Zoë > Zoe", "locale:  > ", "count: 3 > 3", "isOn:  > yes"],
            parts.Select(p => $"{p.Name}: {p.Before} > {p.After}")
        );
        Assert.Equal([true, false, false, true], parts.Select(p => p.IsChanged));
    }

    [Theory]
    [InlineData("zoe@old.example", "zoe@new.example", 4, 8)]
    [InlineData("aaa", "aaaa", 3, 0)]
    [InlineData("one", "two", 0, 0)]
    [InlineData("🦊", "🦝", 0, 0)]
    [InlineData("a🦊b", "a🦝b", 1, 1)]
    public void Common_starts_and_ends_are_not_marked(string before, string after, int start, int end)
    {
        var part = new AuditPart("part", before, after);

        Assert.Equal((start, end), (part.CommonStart, part.CommonEnd));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[1]")]
    public void What_is_no_object_is_shown_as_it_is(string text) =>
        Assert.Equal(text, Assert.Single(AuditDifference.Of(null, text, Say)).After);

    [Theory]
    [InlineData("2026-11-20T12:00:00+00:00", "20 Nov")]
    [InlineData("2026-11-20", "2026-11-20")]
    [InlineData("Thursday", "Thursday")]
    public void Moments_are_said_in_words(string text, string expected) =>
        Assert.Equal(expected, AuditDifference.Of(null, $"{{\"at\":\"{text}\"}}", Say)[0].After);

    [Fact]
    public void An_entry_without_sides_has_no_parts() => Assert.Empty(AuditDifference.Of(null, null, Say));

    private static string Say(DateTimeOffset moment) =>
        moment.ToString("d MMM", CultureInfo.InvariantCulture);
}
