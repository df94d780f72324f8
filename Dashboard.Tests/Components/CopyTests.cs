using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Tests.Components;

public sealed class CopyTests : ComponentContext
{
    private const string Id = "a0231bd2-5f0c-4d0e-9a53-0b9a77b21a62";

    [Fact]
    public void A_long_id_is_shortened_in_the_middle_and_whole_in_the_tooltip()
    {
        var button = Render<ShortId>(p => p.Add(s => s.Value, Id)).Find("button");

        Assert.Equal("Copy id a0231bd2…1a62", button.TextContent.Trim());
        Assert.Equal(Id, button.GetAttribute("title"));
        Assert.Equal(Id, button.GetAttribute("data-copy"));
    }

    [Fact]
    public void A_short_id_stays_whole() =>
        Assert.Equal(
            "Copy id customer-1907",
            Render<ShortId>(p => p.Add(s => s.Value, "customer-1907")).Find("button").TextContent.Trim()
        );

    [Fact]
    public void A_copy_field_holds_the_value_read_only_and_reports_the_press()
    {
        var pressed = 0;
        var field = Render<CopyField>(p =>
            p.Add(f => f.Value, "https://reconnect.example/r/x")
                .Add(f => f.Label, "Reconnect link")
                .Add(f => f.OnCopied, EventCallback.Factory.Create(this, () => pressed++))
        );

        var input = field.Find("input");
        field.Find("button").Click();

        Assert.True(input.HasAttribute("readonly"));
        Assert.Equal("Reconnect link", input.GetAttribute("aria-label"));
        Assert.Equal("https://reconnect.example/r/x", field.Find("button").GetAttribute("data-copy"));
        Assert.Equal(1, pressed);
    }
}
