using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Domain.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Components;

public sealed class HealthBadgeTests : ComponentContext
{
    [Theory]
    [InlineData(Health.Healthy, false, "Healthy", "ok")]
    [InlineData(Health.Disabled, false, "Disabled", "bad")]
    [InlineData(Health.Deleted, false, "Deleted", "gone")]
    [InlineData(Health.Unknown, false, "Unknown", "gone")]
    [InlineData(Health.Disabled, true, "Verifying", "wait")]
    [InlineData(Health.Deleted, true, "Deleted", "gone")]
    public void Health_is_a_colour_an_icon_and_a_word(Health health, bool awaiting, string word, string tone)
    {
        var badge = Render<HealthBadge>(p =>
                p.Add(b => b.Health, health).Add(b => b.AwaitingVerification, awaiting)
            )
            .Find(".health");

        Assert.Equal(word, badge.TextContent.Trim());
        Assert.Contains(tone, badge.ClassList);
        Assert.Single(badge.QuerySelectorAll("svg[aria-hidden=true]"));
    }

    [Fact]
    public void Lists_put_disabled_before_unknown_before_healthy_before_deleted()
    {
        Assert.Equal(
            [Health.Disabled, Health.Unknown, Health.Healthy, Health.Deleted],
            Enum.GetValues<Health>().Order()
        );
    }
}
