using Bunit;
using Dashboard.Emails.Messages;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Emails.Messages;

public sealed class MessageFrameTests : ComponentContext
{
    [Theory]
    [InlineData(
        "<html><head><title>T</title></head></html>",
        "<html><head><base target=\"_blank\"><title>T</title></head></html>"
    )]
    [InlineData("<p>No head</p>", "<base target=\"_blank\"><p>No head</p>")]
    public void A_message_is_shown_in_a_sandbox(string html, string shown)
    {
        var frame = Render<MessageFrame>(p => p.Add(f => f.Html, html).Add(f => f.Title, "Preview"))
            .Find("iframe");
        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.Equal(shown, frame.GetAttribute("srcdoc"));
        Assert.Equal("Preview", frame.GetAttribute("title"));
        Assert.Null(frame.GetAttribute("src"));
    }

    [Theory]
    [InlineData(true, "color-scheme:dark")]
    [InlineData(false, "color-scheme:light")]
    public void A_message_can_be_shown_in_dark_and_light(bool isDark, string expected)
    {
        var frame = Render<MessageFrame>(p =>
            p.Add(f => f.Html, "").Add(f => f.Title, "Preview").Add(f => f.Dark, isDark)
        );
        Assert.EndsWith(expected, frame.Find("iframe").GetAttribute("style"), StringComparison.Ordinal);
    }
}
