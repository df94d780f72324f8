using Dashboard.Mail;
using MailKit.Net.Smtp;

namespace Dashboard.Tests.Mail;

/// <summary>Replies as mail servers and providers send them.</summary>
public sealed class SmtpReplyTests
{
    [Theory]
    [InlineData(
        550,
        "5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to"
    )]
    [InlineData(
        554,
        "Message rejected: Email address is not verified. The following identities failed the check"
    )]
    [InlineData(554, "Sending paused for this account. For more information, please check the inbox")]
    [InlineData(550, "5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org")]
    [InlineData(554, "5.7.1 Your account has been suspended")]
    [InlineData(550, "Account suspended, contact support")]
    [InlineData(535, "5.7.8 Authentication credentials invalid")]
    [InlineData(550, "5.7.60 SMTP; Client does not have permissions to send as this sender")]
    [InlineData(550, "5.7.708 Service unavailable. Access denied, traffic not accepted from this IP")]
    [InlineData(550, "5.1.8 Access denied, bad outbound sender")]
    [InlineData(
        550,
        "Domain acme.example is not allowed to send: Free accounts are for test purposes only; sandbox"
    )]
    [InlineData(451, "Authenticated user exceeded monthly quota")]
    [InlineData(550, "Relay access denied")]
    [InlineData(550, "The from address does not match a verified Sender Identity")]
    [InlineData(550, "Maximum credits exceeded")]
    [InlineData(552, "Sender quota exceeded")]
    public void A_refusal_of_the_sender_is_told_from_one_of_a_message(int code, string text)
    {
        foreach (var isAboutRecipient in new[] { true, false })
            Assert.Equal(SmtpRefusal.Sender, SmtpReply.Read((SmtpStatusCode)code, text, isAboutRecipient));
    }

    [Theory]
    [InlineData("5.7.1 Message refused by policy")]
    [InlineData("5.7.133 Sender not authenticated for group")]
    public void A_policy_pauses_too_whether_or_not_its_words_say_why(string text) =>
        Assert.Contains(
            SmtpReply.Read(SmtpStatusCode.MailboxUnavailable, text, isAboutRecipient: true),
            new[] { SmtpRefusal.Policy, SmtpRefusal.Sender }
        );

    [Theory]
    [InlineData(
        "5.1.1 <ana@acme.example>: Recipient address rejected: User unknown in virtual mailbox table"
    )]
    [InlineData("5.1.1 The email account that you tried to reach does not exist.")]
    [InlineData("5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup")]
    [InlineData("5.2.1 The email account that you tried to reach is disabled.")]
    [InlineData("5.1.2 Bad destination host")]
    [InlineData("No such user here")]
    [InlineData("Requested action not taken: user unknown")]
    [InlineData("<ana@acme.example>: invalid mailbox")]
    [InlineData("5.4.1 Recipient address rejected: user not found")]
    public void A_refusal_of_the_address_is_a_bounce(string text) =>
        Assert.Equal(
            SmtpRefusal.Address,
            SmtpReply.Read(SmtpStatusCode.MailboxUnavailable, text, isAboutRecipient: true)
        );

    [Theory]
    [InlineData(552, "5.2.2 The recipient's mailbox is over quota")]
    [InlineData(552, "5.3.4 Message size exceeds fixed limit")]
    [InlineData(552, "Mailbox quota exceeded")]
    [InlineData(554, "spam")]
    [InlineData(554, "5.6.0 Content rejected")]
    [InlineData(550, "no")]
    public void Other_refusals_are_of_the_message(int code, string text) =>
        Assert.Equal(SmtpRefusal.Message, SmtpReply.Read((SmtpStatusCode)code, text, isAboutRecipient: true));

    [Fact]
    public void A_reply_is_shown_without_addresses_and_line_breaks() =>
        Assert.Equal(
            "5.1.8 no mail from <…> today",
            SmtpReply.Tidy("5.1.8 no mail\r\nfrom <ana@acme.example>\ttoday")
        );
}
