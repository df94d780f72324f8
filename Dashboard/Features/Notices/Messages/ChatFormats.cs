using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Data;
using Dashboard.Domain.Notices;

namespace Dashboard.Features.Notices.Messages;

/// <summary>A notice in the format of a chat's webhook.</summary>
internal static partial class ChatFormats
{
    // Slack's limits: https://docs.slack.dev/reference/block-kit/blocks
    private const int LongestHeader = 150;
    private const int LongestText = 3000;

    public static string Write(NoticeFormat format, NoticeText notice) =>
        JsonSerializer.Serialize(format == NoticeFormat.Teams ? Teams(notice) : Slack(notice));

    /// <summary>
    /// Slack shows the blocks, and the text in notifications; Mattermost and other servers that accept Slack's format show only
    /// the text.
    /// </summary>
    private static object Slack(NoticeText notice)
    {
        List<object> blocks =
        [
            new
            {
                type = "header",
                text = new { type = "plain_text", text = Limits.Cut(notice.Title, LongestHeader) },
            },
            Section(Escape(notice.Summary)),
        ];
        if (notice.Facts.Count > 0)
            blocks.Add(
                Section(
                    string.Join('\n', notice.Facts.Select(f => $"{Escape(f.Label)}: *{Escape(f.Value)}*"))
                )
            );
        foreach (var (title, lines) in notice.Lists.Where(l => l.Lines.Count > 0))
            blocks.Add(
                Section($"*{Escape(title)}*\n{string.Join('\n', lines.Select(l => $"• {Escape(l)}"))}")
            );
        blocks.Add(Section($"<{notice.Link}|Open the dashboard>"));
        return new { text = Limits.Cut(Escape(NoticeMail.Text(notice)), LongestText), blocks };
    }

    private static object Section(string markdown) =>
        new { type = "section", text = new { type = "mrkdwn", text = Limits.Cut(markdown, LongestText) } };

    /// <summary>An Adaptive Card for Teams' workflows.</summary>
    private static object Teams(NoticeText notice)
    {
        List<object> body = [Block(notice.Title, size: "large", weight: "bolder"), Block(notice.Summary)];
        if (notice.Facts.Count > 0)
            body.Add(
                new
                {
                    type = "FactSet",
                    facts = notice.Facts.Select(f => new { title = Plain(f.Label), value = Plain(f.Value) }),
                }
            );
        foreach (var (title, lines) in notice.Lists.Where(l => l.Lines.Count > 0))
        {
            body.Add(Block(title, weight: "bolder"));
            body.AddRange(lines.Select(line => Block(line, spacing: "none")));
        }
        if (notice.Foot is not null)
            body.Add(Block(notice.Foot, size: "small"));
        var card = new Dictionary<string, object>
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["body"] = body,
            ["actions"] = new[]
            {
                new
                {
                    type = "Action.OpenUrl",
                    title = "Open the dashboard",
                    url = notice.Link,
                },
            },
        };
        return new
        {
            type = "message",
            attachments = new[]
            {
                new { contentType = "application/vnd.microsoft.card.adaptive", content = card },
            },
        };
    }

    private static object Block(
        string text,
        string size = "default",
        string weight = "default",
        string spacing = "default"
    ) =>
        new
        {
            type = "TextBlock",
            text = Plain(text),
            wrap = true,
            size,
            weight,
            spacing,
        };

    // https://docs.slack.dev/messaging/formatting-message-text#escaping
    private static string Escape(string text) =>
        new StringBuilder(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").ToString();

    // Cards interpret Markdown: a brokerage's name must not become a link.
    private static string Plain(string text) => Markdown().Replace(text, @"\$0");

    [GeneratedRegex(@"[\\`*_\[\]()#~]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markdown();
}
