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
    public async Task The_same_message_tried_again_has_the_same_id()
    {
        var (first, second) = (await HeadersAsync(Mail), await HeadersAsync(Mail));
        Assert.Equal("<0199key@xn--exmple-cua.example>", first[HeaderId.MessageId]);
        Assert.Equal(first[HeaderId.MessageId], second[HeaderId.MessageId]);
    }

    [Fact]
    public async Task Messages_without_a_key_have_each_an_id_of_their_own()
    {
        var (first, second) = (
            await HeadersAsync(Mail with { MessageKey = null }),
            await HeadersAsync(Mail with { MessageKey = null })
        );
        Assert.NotEqual(first[HeaderId.MessageId], second[HeaderId.MessageId]);
    }

    [Fact]
    public async Task One_click_ends_such_messages()
    {
        var headers = await HeadersAsync(Mail);
        Assert.Equal($"<{Unsubscribe}>", headers[HeaderId.ListUnsubscribe]);
        Assert.Equal("List-Unsubscribe=One-Click", headers[HeaderId.ListUnsubscribePost]);
    }

    [Fact]
    public async Task Messages_that_nobody_can_end_do_not_say_so_and_nobodys_absence_is_answered()
    {
        var headers = await HeadersAsync(Mail with { UnsubscribeUrl = null });
        Assert.Null(headers[HeaderId.ListUnsubscribe]);
        Assert.Null(headers[HeaderId.ListUnsubscribePost]);
        Assert.Equal("auto-generated", headers[HeaderId.AutoSubmitted]);
    }

    [Theory]
    [InlineData("/email/opt-out/x")]
    [InlineData("mailto:bea@acme.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Only_web_addresses_are_put_there(string url)
    {
        using var host = new MailHost();
        await Assert.ThrowsAsync<ArgumentException>(() => host.SendAsync(Mail with { UnsubscribeUrl = url }));
    }

    [Fact]
    public void A_message_that_is_written_to_a_log_shows_nothing_that_opens_something()
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
