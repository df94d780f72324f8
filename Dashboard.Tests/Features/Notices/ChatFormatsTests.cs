using System.Text.Json;
using Dashboard.Domain.Notices;
using Dashboard.Features.Notices.Messages;

namespace Dashboard.Tests.Features.Notices;

public sealed class ChatFormatsTests
{
    private static readonly NoticeText Notice = new(
        "<Quest> & [Trade]",
        "Many *broke*",
        "https://dashboard.example/"
    )
    {
        Facts = [("Broken", "1,234")],
        Lists = [("By brokerage", ["A <b>: 3"]), ("Nothing", [])],
        Foot = "Times are those of UTC.",
    };

    [Fact]
    public void Slack_gets_escaped_text_for_everybody_and_blocks()
    {
        var json = JsonElement.Parse(ChatFormats.Write(NoticeFormat.Slack, Notice));
        var text = json.GetProperty("text").GetString();
        Assert.Contains("&lt;Quest&gt; &amp; [Trade]", text);
        Assert.Contains("https://dashboard.example/", text);
        var blocks = json.GetProperty("blocks").EnumerateArray().ToList();
        Assert.Equal("<Quest> & [Trade]", blocks[0].GetProperty("text").GetProperty("text").GetString());
        Assert.Equal("plain_text", blocks[0].GetProperty("text").GetProperty("type").GetString());
        Assert.Contains("A &lt;b&gt;: 3", blocks[3].GetProperty("text").GetProperty("text").GetString());
        Assert.Equal(5, blocks.Count);
    }

    [Fact]
    public void Teams_gets_an_adaptive_card_in_which_no_name_becomes_a_link()
    {
        var json = JsonElement.Parse(ChatFormats.Write(NoticeFormat.Teams, Notice));
        Assert.Equal("message", json.GetProperty("type").GetString());
        var attachment = json.GetProperty("attachments")[0];
        Assert.Equal(
            "application/vnd.microsoft.card.adaptive",
            attachment.GetProperty("contentType").GetString()
        );
        var card = attachment.GetProperty("content");
        Assert.Equal("AdaptiveCard", card.GetProperty("type").GetString());
        Assert.Equal(@"<Quest> & \[Trade\]", card.GetProperty("body")[0].GetProperty("text").GetString());
        Assert.Equal(
            "https://dashboard.example/",
            card.GetProperty("actions")[0].GetProperty("url").GetString()
        );
    }
}
