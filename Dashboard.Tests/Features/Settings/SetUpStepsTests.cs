using Dashboard.Features.Settings.Checks;
using Dashboard.Features.Settings.Health;
using Dashboard.Features.Settings.SetUp;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Settings;

/// <summary>A step is done when it is known to work, and not because it is configured.</summary>
public sealed class SetUpStepsTests
{
    [Theory]
    [InlineData(false, false, Standing.Unknown)]
    [InlineData(true, false, Standing.Unknown)]
    [InlineData(true, true, Standing.Working)]
    public void E_mail_is_done_when_the_mail_server_accepted_one(
        bool reachesPeople,
        bool hasSent,
        Standing standing
    ) =>
        Assert.Equal(
            standing,
            Step(SetUpTopic.Email, Facts with { ReachesPeople = reachesPeople, HasSent = hasSent }).Standing
        );

    [Theory]
    [InlineData("https://dashboard.example.com", Standing.Working)]
    [InlineData("http://dashboard.example.com", Standing.Attention)]
    [InlineData("http://localhost:5080", Standing.Attention)]
    public void The_public_address_is_one_that_customers_can_open(string origin, Standing standing)
    {
        var outside = new OutsideResult(
            Some.Noon,
            origin + "/webhooks/snaptrade",
            Problem: null,
            TimeSpan.FromMilliseconds(20),
            CertificateEnds: null,
            Seen: null
        );
        Assert.Equal(
            standing,
            Step(SetUpTopic.Address, Facts with { PublicUrl = origin, Outside = outside }).Standing
        );
    }

    private static SetUpFacts Facts =>
        new()
        {
            Now = Some.Noon,
            ClientId = "ACME",
            WebhookAddress = "https://dashboard.example.com/webhooks/snaptrade",
        };

    private static SetUpStep Step(SetUpTopic topic, SetUpFacts facts) =>
        SetUpSteps.Of(facts).Single(step => step.Topic == topic);
}
