using Dashboard.Data.Deliveries;
using Dashboard.Domain.Deliveries;
using Dashboard.Features.Settings.Checks;
using Dashboard.Features.Settings.Health;
using Dashboard.Features.Settings.SetUp;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.Features.Settings;

/// <summary>Each step of the set-up says how it stands and what to do.</summary>
public sealed class SetUpStepsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 2, 0, TimeSpan.Zero);
    private const string Url = "https://reconnect.acme.example";
    private static readonly DeliveryState Quiet = new(Now, null, [], 0, null, [], 1, null);

    private static readonly SetUpFacts Nothing = new()
    {
        Now = Now,
        ClientId = "ACME-PROD",
        WebhookAddress = $"{Url}/webhooks/snaptrade",
        Deliveries = Quiet,
        Users = new(0, 0, 0),
        MissingNames = ["Dashboard__CompanyName", "Dashboard__SupportContact"],
        Admins = new(1, 0, HasSingleSignOn: false),
    };

    private static readonly SetUpFacts Done = Nothing with
    {
        SnapTrade = new(Now, null, null, TimeSpan.FromMilliseconds(84), TimeSpan.Zero, 250),
        Deliveries = Quiet with { LastAcceptedAt = Now },
        Users = new(1980, 20, 0),
        ReachesPeople = true,
        MissingNames = [],
        CompanyName = "Acme",
        SupportContact = "support@acme.example",
        ReplyTo = "support@acme.example",
        PublicUrl = Url,
        Outside = Outside(),
        Sockets = 3,
        Admins = new(2, 2, HasSingleSignOn: false),
    };

    [Fact]
    public void An_empty_installation_has_nothing_done_and_says_what_to_do() =>
        Assert.All(SetUpSteps.Of(Nothing), step => Assert.False(step.IsDone));

    [Fact]
    public void A_complete_one_has_everything_done()
    {
        Assert.All(SetUpSteps.Of(Done), step => Assert.True(step.IsDone, step.Title));
        Assert.Equal(
            "Client ACME-PROD, 250 requests a minute, 84 ms.",
            Step(Done, SetUpTopic.SnapTrade).Text
        );
        Assert.Equal(
            "1,980 of 2,000 users have a working secret. 20 have none.",
            Step(Done, SetUpTopic.Users).Text
        );
        Assert.Contains("until 3 March 2027", Step(Done, SetUpTopic.Address).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SnapTradeErrorKind.Unauthorized, "SnapTrade__ConsumerKey")]
    [InlineData(SnapTradeErrorKind.Unreachable, "can’t be reached")]
    [InlineData(SnapTradeErrorKind.Gone, "410")]
    [InlineData(SnapTradeErrorKind.Timeout, "in time")]
    public void Troubles_with_SnapTrade_are_told_apart(SnapTradeErrorKind kind, string told)
    {
        var step = Step(
            Done with
            {
                SnapTrade = Done.SnapTrade! with { Trouble = kind },
            },
            SetUpTopic.SnapTrade
        );
        Assert.Equal(Standing.Failing, step.Standing);
        Assert.Contains(told, step.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_differs_is_told()
    {
        var step = Step(
            Done with
            {
                SnapTrade = Done.SnapTrade! with { Ahead = TimeSpan.FromMinutes(7) },
            },
            SetUpTopic.SnapTrade
        );
        Assert.Equal(Standing.Attention, step.Standing);
        Assert.Contains("7 min behind", step.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Webhooks_that_arrive_but_are_refused_are_told_with_the_diagnosis()
    {
        var refused = new RefusedDelivery
        {
            ReceivedAt = Now,
            Status = 401,
            Reason = DeliveryOutcomes.Forged,
            Fault = DeliveryFault.AnotherKey,
            IsLikely = true,
            Address = "192.0.2.1",
            Sender = "192.0.2.1",
        };
        var step = Step(
            Nothing with
            {
                Deliveries = Quiet with { LastLikely = refused },
            },
            SetUpTopic.Webhooks
        );

        Assert.Equal("Webhooks arrive, but signed with another key", step.Title);
        Assert.Contains("SnapTrade__PreviousConsumerKey", step.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_public_address_is_doubted_for_each_reason()
    {
        Assert.Contains("No public", Address(Done with { PublicUrl = "" }).Title, StringComparison.Ordinal);
        Assert.Equal(Standing.Unknown, Address(Done with { Outside = null }).Standing);
        Assert.Equal(
            Standing.Failing,
            Address(Done with { Outside = Outside() with { Problem = "No answer." } }).Standing
        );
        Assert.Contains(
            "X-Forwarded-Proto",
            Address(Done with { Outside = Outside() with { Seen = new("http", "h", null) } }).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Renew",
            Address(Done with { Outside = Outside() with { CertificateEnds = Now.AddDays(5) } }).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "WebSockets do not pass",
            Address(Done with { Sockets = 0, OtherTransports = 2 }).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "plain http",
            Address(
                Done with
                {
                    Outside = Outside() with { Address = "http://reconnect.acme.example/x" },
                }
            ).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Admins_without_a_second_factor_are_told_unless_an_identity_provider_asks()
    {
        Assert.Equal(
            Standing.Attention,
            Step(Done with { Admins = new(2, 1, false) }, SetUpTopic.Admins).Standing
        );
        Assert.Equal(
            Standing.Working,
            Step(Done with { Admins = new(2, 0, true) }, SetUpTopic.Admins).Standing
        );
    }

    private static SetUpStep Address(SetUpFacts facts) => Step(facts, SetUpTopic.Address);

    private static SetUpStep Step(SetUpFacts facts, SetUpTopic topic) =>
        SetUpSteps.Of(facts).Single(s => s.Topic == topic);

    private static OutsideResult Outside() =>
        new(
            Now,
            $"{Url}/webhooks/snaptrade",
            Problem: null,
            TimeSpan.FromMilliseconds(20),
            new DateTimeOffset(2027, 3, 3, 0, 0, 0, TimeSpan.Zero),
            new TestDeliverySeen("https", "reconnect.acme.example", "203.0.113.1")
        );
}
