using Dashboard.Components.Parts;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Tests.Components;

public sealed class HtmlTests
{
    [Theory]
    [InlineData("<script>", "&lt;script&gt;")]
    [InlineData("a \"quoted\" & 'single'", "a &quot;quoted&quot; &amp; &#x27;single&#x27;")]
    [InlineData("Zoë 山田", "Zoë 山田")]
    [InlineData(null, "")]
    public void Values_are_encoded_and_names_of_any_script_stay(string? value, string encoded) =>
        Assert.Equal(
            $"<b title=\"{encoded}\">{encoded}</b>",
            Html.Of($"<b title=\"{value}\">{value}</b>").Value
        );

    [Fact]
    public void Markup_in_markup_is_taken_as_it_is() =>
        Assert.Equal("<p><b>1</b></p>", Html.Of($"<p>{new MarkupString("<b>1</b>")}</p>").Value);

    [Fact]
    public void An_attribute_without_a_value_is_left_out()
    {
        Assert.Equal(" title=\"&lt;\"", Html.Attribute("title", "<").Value);
        Assert.Equal("", Html.Attribute("title", null).Value);
    }
}
