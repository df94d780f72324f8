using Dashboard.Components;
using Dashboard.Mail;
using Dashboard.Tests.Emails.Delivery;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails;

public sealed class ReplyToTests
{
    [Theory]
    [InlineData(null, "help@acme.example", "help@acme.example")]
    [InlineData(null, "Help <help@acme.example>", "Help <help@acme.example>")]
    [InlineData(null, "+1 555 0100", null)]
    [InlineData(null, "https://acme.example/help", null)]
    [InlineData("other@acme.example", "help@acme.example", "other@acme.example")]
    public async Task Without_an_address_for_answers_they_reach_the_support(
        string? own,
        string contact,
        string? replyTo
    )
    {
        using var database = new TestDatabase();
        await using var host = DispatcherHost.Create(
            database,
            new FakeTimeProvider(Some.Noon),
            mail: null,
            ("Email:ReplyTo", own)
        );
        host.Get<IOptions<DashboardOptions>>().Value.SupportContact = contact;
        Assert.Equal(replyTo, host.Get<IOptions<MailOptions>>().Value.ReplyTo);
    }
}
