namespace Dashboard.Tests.Architecture;

public class RoomRulesTests
{
    private static readonly RoomRules Sample = new(
        typeof(RoomRulesTests).Assembly,
        "Dashboard.Tests.Architecture.Sample"
    );

    [Fact]
    public void Every_room_uses_only_the_rooms_it_may() =>
        Assert.Empty(new RoomRules(typeof(Program).Assembly, "Dashboard").Violations());

    [Theory]
    [InlineData("Domain may not use Data", "Domain.UsesDataInASignature")]
    [InlineData("Mail may not use Live", "Mail.UsesLiveInAnAsyncLambda")]
    [InlineData("Components may not use Features.Overview", "Components.UsesAFeatureAsAGenericArgument")]
    [InlineData("Features.Emails may not use Features.Overview", "Features.Emails.Parts.UsesAnotherFeature")]
    [InlineData("Features.Emails may not use Simulator", "Features.Emails.UsesTheSimulatorInAnAttribute")]
    [InlineData("Only Program may use Simulator", "Elsewhere.UsesTheSimulatorFromOutside")]
    [InlineData("Helpers is no room", "Helpers.Stray")]
    public void A_breach_is_found(string rule, string culprit) =>
        Assert.Contains(
            Sample.Violations(),
            violation =>
                violation.Contains(rule, StringComparison.Ordinal)
                && violation.Contains(culprit, StringComparison.Ordinal)
        );

    [Fact]
    public void A_feature_that_follows_the_rules_has_no_violation() =>
        Assert.DoesNotContain(
            Sample.Violations(),
            violation => violation.Contains("Features.Overview may not", StringComparison.Ordinal)
        );

    [Fact]
    public void Every_breach_in_the_sample_is_reported_once() => Assert.Equal(7, Sample.Violations().Count);
}
