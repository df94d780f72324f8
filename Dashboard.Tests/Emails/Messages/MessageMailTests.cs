using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Dashboard.Emails.Messages;
using Dashboard.Mail;
using Dashboard.Tests.Mail;
using MimeKit;

namespace Dashboard.Tests.Emails.Messages;

/// <summary>The message as it goes out, taken apart again.</summary>
public sealed class MessageMailTests : IDisposable
{
    private readonly MessageHost _host = new();
    private readonly MailHost _mail = new();

    public void Dispose()
    {
        _host.Dispose();
        _mail.Dispose();
    }

    [Fact]
    public async Task A_message_has_plain_text_and_HTML()
    {
        var (sent, written) = await SendAsync(MessageHost.Message("Questrade", "Zürich Börse"));

        var parts = Assert.IsType<MultipartAlternative>(sent.Body);
        Assert.Equal(["text/plain", "text/html"], parts.Select(p => p.ContentType.MimeType));
        Assert.All(parts, p => Assert.Equal("utf-8", p.ContentType.Charset));
        Assert.Equal("Reconnect your Questrade and Zürich Börse accounts", sent.Subject);
        Assert.Equal(written.Text, sent.TextBody!.ReplaceLineEndings("\n"));
        var page = Parse(sent.HtmlBody);
        foreach (var line in written.Text.Split('\n').Where(l => l.Length > 0 && !IsOfTextOnly(l)))
            Assert.Contains(line.TrimEnd(':'), page.Body!.TextContent);
    }

    [Fact]
    public async Task A_message_loads_nothing_from_other_sites()
    {
        var (sent, _) = await SendAsync(MessageHost.Message("Questrade", "Robinhood"));
        var page = Parse(sent.HtmlBody);

        Assert.Empty(
            page.QuerySelectorAll("img, script, link, iframe, object, form, svg, video, audio, base")
        );
        Assert.DoesNotContain("url(", sent.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", sent.HtmlBody, StringComparison.OrdinalIgnoreCase);
        var links = page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(
            [
                $"{MessageHost.Origin}/r/secret-0",
                $"{MessageHost.Origin}/r/secret-1",
                $"{MessageHost.Origin}/email/opt-out/secret",
            ],
            links
        );
        foreach (var body in new[] { sent.HtmlBody!, sent.TextBody! })
            Assert.Equal(3, body.Split("://").Length - 1);
    }

    [Fact]
    public async Task Links_say_what_they_do()
    {
        var (sent, _) = await SendAsync(MessageHost.Message("Questrade", "Robinhood"));
        Assert.Equal(
            ["Reconnect Questrade", "Reconnect Robinhood", "No more messages like this"],
            Parse(sent.HtmlBody).QuerySelectorAll("a").Select(a => a.TextContent)
        );
    }

    [Fact]
    public async Task It_can_be_read_aloud_and_in_the_dark()
    {
        var (sent, _) = await SendAsync(MessageHost.Message("Questrade"));
        var page = Parse(sent.HtmlBody);

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("Reconnect your Questrade account", page.Title);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.All(
            page.QuerySelectorAll("table"),
            table => Assert.Equal("presentation", table.GetAttribute("role"))
        );
        Assert.Equal("light dark", page.QuerySelector("meta[name=color-scheme]")!.GetAttribute("content"));
        Assert.Contains("@media (prefers-color-scheme: dark)", page.QuerySelector("style")!.TextContent);
        Assert.StartsWith(
            "Log in again with the same account",
            page.Body!.FirstElementChild!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Its_foot_says_who_wrote_and_why()
    {
        var (sent, _) = await SendAsync(MessageHost.Message("Questrade"));
        var foot = Parse(sent.HtmlBody).QuerySelector(".foot")!.TextContent;
        foreach (
            var part in new[]
            {
                "You get this message because your Questrade account is connected to Acme Wealth.",
                "1 Example Street",
                "Toronto",
                "Questions? support@acme.example",
            }
        )
            Assert.Contains(part, foot);
    }

    [Fact]
    public async Task Names_are_encoded_in_the_message()
    {
        const string name = "<script>alert(1)</script>{company}&";
        var (sent, _) = await SendAsync(MessageHost.Message("<b>Bank</b>") with { Name = name });
        var page = Parse(sent.HtmlBody);

        Assert.Empty(page.QuerySelectorAll("script, b"));
        Assert.Contains($"Hello {name},", page.Body!.TextContent);
        Assert.Contains("Reconnect <b>Bank</b>", page.Body.TextContent);
    }

    [Fact]
    public void The_string_form_of_a_message_holds_no_link()
    {
        var message = MessageHost.Message("Questrade");
        Assert.DoesNotContain("/r/", message.Connections[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "/r/",
            new MessageAccount("Title", "Since", "Button", "https://x/r/secret").ToString(),
            StringComparison.Ordinal
        );
    }

    private static bool IsOfTextOnly(string line) =>
        line.StartsWith("--", StringComparison.Ordinal) || line.StartsWith("http", StringComparison.Ordinal);

    private static IDocument Parse(string? html) => new HtmlParser().ParseDocument(html!);

    private async Task<(MimeMessage Sent, WrittenMessage Written)> SendAsync(ReconnectMessage message)
    {
        var written = await _host.WriteAsync(message);
        await _mail.SendAsync(
            new OutgoingMail("zoe@example.com", written.Subject, written.Text, written.Html)
        );
        var file = Assert.Single(Directory.GetFiles(_mail.Root, "*.eml", SearchOption.AllDirectories));
        return (await MimeMessage.LoadAsync(file, Token), written);
    }
}
