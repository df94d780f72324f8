using System.Text.Json;
using Dashboard.Features.BlockedAddresses;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.BlockedAddresses;

/// <summary>Notices as providers send them.</summary>
public sealed class ProviderPayloadTests
{
    [Theory]
    // Postmark
    [InlineData(
        """{"RecordType":"Bounce","ID":1,"Type":"HardBounce","Email":"z@x.example","Inactive":true}""",
        MailEventKind.HardBounce
    )]
    [InlineData(
        """{"RecordType":"Bounce","ID":1,"Type":"Transient","Email":"z@x.example","Inactive":true}""",
        MailEventKind.HardBounce
    )]
    [InlineData(
        """{"RecordType":"Bounce","ID":1,"Type":"SoftBounce","Email":"z@x.example","Inactive":false}""",
        MailEventKind.SoftBounce
    )]
    [InlineData(
        """{"RecordType":"Bounce","ID":1,"Type":"BadEmailAddress","Email":"z@x.example"}""",
        MailEventKind.HardBounce
    )]
    [InlineData("""{"RecordType":"SpamComplaint","ID":1,"Email":"z@x.example"}""", MailEventKind.Complaint)]
    [InlineData(
        """{"RecordType":"SubscriptionChange","SuppressSending":true,"SuppressionReason":"HardBounce","Recipient":"z@x.example"}""",
        MailEventKind.HardBounce
    )]
    // SendGrid
    [InlineData(
        """{"event":"bounce","type":"bounce","email":"z@x.example","timestamp":1600000000,"sg_event_id":"a"}""",
        MailEventKind.HardBounce
    )]
    [InlineData("""{"event":"bounce","type":"blocked","email":"z@x.example"}""", MailEventKind.SoftBounce)]
    [InlineData(
        """{"event":"dropped","reason":"Bounced Address","email":"z@x.example"}""",
        MailEventKind.HardBounce
    )]
    [InlineData("""{"event":"dropped","reason":"Invalid","email":"z@x.example"}""", MailEventKind.HardBounce)]
    [InlineData(
        """{"event":"dropped","reason":"Spam Reporting Address","email":"z@x.example"}""",
        MailEventKind.Complaint
    )]
    [InlineData("""{"event":"spamreport","email":"z@x.example"}""", MailEventKind.Complaint)]
    // Mailgun
    [InlineData(
        """{"signature":{},"event-data":{"event":"failed","severity":"permanent","reason":"bounce","recipient":"z@x.example","timestamp":1600000000.5,"id":"a"}}""",
        MailEventKind.HardBounce
    )]
    [InlineData(
        """{"event-data":{"event":"failed","severity":"temporary","reason":"generic","recipient":"z@x.example"}}""",
        MailEventKind.SoftBounce
    )]
    [InlineData(
        """{"event-data":{"event":"failed","severity":"permanent","reason":"suppress-bounce","recipient":"z@x.example"}}""",
        MailEventKind.HardBounce
    )]
    [InlineData(
        """{"event-data":{"event":"complained","recipient":"z@x.example"}}""",
        MailEventKind.Complaint
    )]
    // Amazon SES, by itself and through SNS
    [InlineData(
        """{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"Zoë <z@x.example>","diagnosticCode":"550"}],"timestamp":"2020-01-01T00:00:00.000Z","feedbackId":"a"},"mail":{}}""",
        MailEventKind.HardBounce
    )]
    [InlineData(
        """{"eventType":"Bounce","bounce":{"bounceType":"Transient","bouncedRecipients":[{"emailAddress":"z@x.example"}]},"mail":{}}""",
        MailEventKind.SoftBounce
    )]
    [InlineData(
        """{"Type":"Notification","Message":"{\"notificationType\":\"Complaint\",\"complaint\":{\"complainedRecipients\":[{\"emailAddress\":\"z@x.example\"}]},\"mail\":{}}"}""",
        MailEventKind.Complaint
    )]
    // Our own shape with a provider's words
    [InlineData("""{"type":"dropped","email":"z@x.example"}""", MailEventKind.HardBounce)]
    [InlineData(
        """{"type":"Bounce","bounceType":"Inactive","email":"z@x.example"}""",
        MailEventKind.HardBounce
    )]
    [InlineData(
        """{"type":"bounce","bounceType":"Transient","email":"z@x.example"}""",
        MailEventKind.SoftBounce
    )]
    [InlineData("""{"type":"hard_bounce","email":"z@x.example"}""", MailEventKind.HardBounce)]
    [InlineData("""{"type":"SpamComplaint","email":"z@x.example"}""", MailEventKind.Complaint)]
    public void A_provider_s_notice_is_understood(string payload, MailEventKind kind)
    {
        var reading = Read(payload);
        Assert.Empty(reading.Errors);
        var notice = Assert.Single(reading.Notices);
        Assert.Equal((kind, "z@x.example"), (notice.Kind, notice.Address));
    }

    [Theory]
    [InlineData("""{"RecordType":"Delivery","Recipient":"z@x.example"}""")]
    [InlineData("""{"RecordType":"Bounce","Type":"AutoResponder","Email":"z@x.example","Inactive":false}""")]
    [InlineData("""{"event":"dropped","reason":"Unsubscribed Address","email":"z@x.example"}""")]
    [InlineData("""{"event":"deferred","email":"z@x.example"}""")]
    [InlineData("""{"event-data":{"event":"opened","recipient":"z@x.example"}}""")]
    [InlineData("""{"eventType":"Delivery","mail":{}}""")]
    [InlineData("""{"Type":"SubscriptionConfirmation","Message":"You have chosen to subscribe"}""")]
    public void Other_notices_of_providers_are_ignored(string payload)
    {
        var reading = Read(payload);
        Assert.Empty(reading.Errors);
        Assert.Empty(reading.Notices);
        Assert.Equal(1, reading.Ignored);
    }

    [Fact]
    public void A_notice_about_several_recipients_is_one_for_each()
    {
        var reading = Read(
            """{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"a@x.example"},{"emailAddress":"b@x.example"}],"feedbackId":"f"},"mail":{}}"""
        );
        Assert.Equal(["a@x.example", "b@x.example"], reading.Notices.Select(n => n.Address));
        Assert.Equal(2, reading.Notices.Select(n => n.Receipt).Distinct().Count());
    }

    private static ProviderNoticeReading Read(string payload)
    {
        using var body = JsonDocument.Parse(payload);
        return ProviderNoticeReading.Of(body.RootElement, Some.Noon, maxEvents: 10, maxErrors: 10);
    }
}
