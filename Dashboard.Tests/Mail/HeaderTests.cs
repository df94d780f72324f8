using Dashboard.Mail;
using MimeKit;

namespace Dashboard.Tests.Mail;

public sealed class HeaderTests
{
    private const string Unsubscribe =
        "https://reconnect.acme.example/email/opt-out/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";
    private static readonly OutgoingMail Mail = new("bea@acme.example", "Hello", "In words")
    {
        MessageKey = "0199key",
        UnsubscribeUrl = Unsubscribe,
    };

    [Fact]
    public async Task A_retried_message_has_the_same_id()
    {
        var (first, second) = (await HeadersAsync(Mail), await HeadersAsync(Mail));
        Assert.Equal("<0199key@xn--exmple-cua.example>", first[HeaderId.MessageId]);
        Assert.Equal(first[HeaderId.MessageId], second[HeaderId.MessageId]);
    }

    [Fact]
    public async Task Messages_without_a_key_have_unique_ids()
    {
        var (first, second) = (
            await HeadersAsync(Mail with { MessageKey = null }),
            await HeadersAsync(Mail with { MessageKey = null })
        );
        Assert.NotEqual(first[HeaderId.MessageId], second[HeaderId.MessageId]);
    }

    [Fact]
    public async Task A_message_offers_one_click_unsubscription()
    {
        var headers = await HeadersAsync(Mail);
        Assert.Equal($"<{Unsubscribe}>", headers[HeaderId.ListUnsubscribe]);
        Assert.Equal("List-Unsubscribe=One-Click", headers[HeaderId.ListUnsubscribePost]);
    }

    [Fact]
    public async Task Other_messages_offer_none_and_suppress_automatic_replies()
    {
        var headers = await HeadersAsync(Mail with { UnsubscribeUrl = null });
        Assert.Null(headers[HeaderId.ListUnsubscribe]);
        Assert.Null(headers[HeaderId.ListUnsubscribePost]);
        Assert.Equal("auto-generated", headers[HeaderId.AutoSubmitted]);
    }

    [Theory]
    [InlineData("Help <help@acme.example>", "Help <help@acme.example>")]
    [InlineData(null, null)]
    public async Task Answers_go_to_the_configured_address(string? replyTo, string? header)
    {
        using var host = new MailHost(("Email:ReplyTo", replyTo));
        await host.SendAsync(Mail);
        var file = Assert.Single(Directory.GetFiles(host.Folder, "*.eml"));
        var message = await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(header, message.Headers[HeaderId.ReplyTo]);
    }

    [Theory]
    [InlineData("/email/opt-out/x")]
    [InlineData("mailto:bea@acme.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Only_web_addresses_become_unsubscribe_headers(string url)
    {
        using var host = new MailHost();
        await Assert.ThrowsAsync<ArgumentException>(() => host.SendAsync(Mail with { UnsubscribeUrl = url }));
    }

    [Fact]
    public void The_string_form_of_a_message_holds_no_secret()
    {
        var words = (Mail with { Text = "https://dash.example/r/secret" }).ToString();
        Assert.DoesNotContain("http", words);
        Assert.DoesNotContain("bea@", words);
    }

    private static async Task<HeaderList> HeadersAsync(OutgoingMail mail)
    {
        using var host = new MailHost(("Email:From", "Acme <staff@exämple.example>"));
        await host.SendAsync(mail);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(host.Root, "data", "mail")));
        return (await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken)).Headers;
    }
}
