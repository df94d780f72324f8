using Dashboard.Domain.Deliveries;
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
    public void The_public_address_is_one_that_customers_can_open(string origin, Standing standing) =>
        Assert.Equal(standing, Address(origin, seen: null).Standing);

    [Theory]
    [InlineData("https", "dashboard.example.com", false, Standing.Working, "is yours")]
    [InlineData("https", "dashboard.example.com:443", false, Standing.Working, "is yours")]
    [InlineData("http", "dashboard.example.com", false, Standing.Attention, "X-Forwarded-Proto")]
    [InlineData(
        "https",
        "10.0.3.11:8080",
        false,
        Standing.Attention,
        "for 10.0.3.11:8080: let the proxy pass"
    )]
    [InlineData(
        "https",
        "dashboard.example.com",
        true,
        Standing.Attention,
        "from 10.0.3.5, which is a proxy"
    )]
    public void What_a_proxy_does_wrong_is_said(
        string scheme,
        string host,
        bool isRelayed,
        Standing standing,
        string words
    )
    {
        var step = Address(
            "https://dashboard.example.com",
            new TestDeliverySeen(scheme, host, "10.0.3.5", isRelayed)
        );

        Assert.Equal(standing, step.Standing);
        Assert.Contains(words, $"{step.Title} {step.Text}", StringComparison.Ordinal);
    }

    private static SetUpStep Address(string origin, TestDeliverySeen? seen) =>
        Step(
            SetUpTopic.Address,
            Facts with
            {
                PublicUrl = origin,
                Outside = new OutsideResult(
                    Some.Noon,
                    origin + "/webhooks/snaptrade",
                    Problem: null,
                    TimeSpan.FromMilliseconds(20),
                    CertificateEnds: null,
                    seen
                ),
            }
        );

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
