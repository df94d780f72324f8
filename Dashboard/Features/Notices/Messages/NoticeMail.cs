using System.Net;
using System.Text;
using Dashboard.Mail;

namespace Dashboard.Features.Notices.Messages;

/// <summary>A notice as an e-mail, as text and as HTML.</summary>
internal static class NoticeMail
{
    private const string Cell = "padding:2px 16px 2px 0;vertical-align:top";

    public static OutgoingMail Write(string to, NoticeText notice) =>
        new(to, $"[Connection health] {notice.Title}", Text(notice), Markup(notice));

    /// <summary>The notice as plain text.</summary>
    public static string Text(NoticeText notice)
    {
        var text = new StringBuilder().AppendLine(notice.Title).AppendLine().AppendLine(notice.Summary);
        if (notice.Facts.Count > 0)
            text.AppendLine();
        foreach (var (label, value) in notice.Facts)
            text.AppendLine($"{label}: {value}");
        foreach (var (title, lines) in notice.Lists.Where(l => l.Lines.Count > 0))
        {
            text.AppendLine().AppendLine(title);
            foreach (var line in lines)
                text.AppendLine($"- {line}");
        }
        text.AppendLine().AppendLine(notice.Link);
        if (notice.Foot is not null)
            text.AppendLine().AppendLine(notice.Foot);
        return text.ToString();
    }

    private static string Markup(NoticeText notice)
    {
        var html = new StringBuilder(
            $"<h1 style=\"font-size:18px\">{Html(notice.Title)}</h1><p>{Html(notice.Summary)}</p>"
        );
        if (notice.Facts.Count > 0)
            html.Append("<table style=\"border-collapse:collapse\">")
                .AppendJoin("", notice.Facts.Select(Row))
                .Append("</table>");
        foreach (var (title, lines) in notice.Lists.Where(l => l.Lines.Count > 0))
            html.Append($"<h2 style=\"font-size:15px\">{Html(title)}</h2><ul>")
                .AppendJoin("", lines.Select(line => $"<li>{Html(line)}</li>"))
                .Append("</ul>");
        html.Append($"<p><a href=\"{Html(notice.Link)}\">Open the dashboard</a></p>");
        if (notice.Foot is not null)
            html.Append($"<p><small>{Html(notice.Foot)}</small></p>");
        return html.ToString();
    }

    private static string Row((string Label, string Value) fact) =>
        $"<tr><td style=\"{Cell}\">{Html(fact.Label)}</td><td style=\"{Cell}\"><b>{Html(fact.Value)}</b></td></tr>";

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
