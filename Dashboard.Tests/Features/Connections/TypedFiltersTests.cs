using Dashboard.Domain.Connections;
using Dashboard.Features.Connections;

namespace Dashboard.Tests.Features.Connections;

public sealed class TypedFiltersTests
{
    private static readonly ConnectionCounts Counts = ConnectionCounts.Of(
        [Count("b-1", Health.Disabled), Count("b-2", Health.Healthy), Count("", Health.Healthy)],
        new Dictionary<string, Brokerage>(StringComparer.Ordinal)
        {
            ["b-1"] = Described("b-1", "QUESTRADE", "Questrade"),
            ["b-2"] = Described("b-2", "INTERACTIVE-BROKERS-FLEX", "Interactive Brokers"),
        },
        new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal)
    );

    [Theory]
    [InlineData("brokerage:questrade", "/connections?brokerage=QUESTRADE")]
    [InlineData("brokerage:InteractiveBrokers", "/connections?brokerage=INTERACTIVE-BROKERS-FLEX")]
    [InlineData("broken:>3d", "/connections?health=Disabled&days=3")]
    [InlineData("broken:2w", "/connections?health=Disabled&days=14")]
    [InlineData("contacted:never", "/connections?health=Disabled&contacted=never")]
    [InlineData("assigned:me snoozed:hidden", "/connections?mine=true&snoozed=Hidden")]
    [InlineData("HEALTH:Healthy zoë", "/connections?health=Healthy&q=zo%C3%AB")]
    [InlineData(
        "zoë brokerage:questrade broken:>3d contacted:never",
        "/connections?health=Disabled&brokerage=QUESTRADE&days=3&contacted=never&q=zo%C3%AB"
    )]
    [InlineData("auth0:42", "/connections?q=auth0%3A42")]
    [InlineData("brokerage:", "/connections?q=brokerage%3A")]
    [InlineData("brokerage:unheard", "/connections?q=brokerage%3Aunheard")]
    [InlineData("broken:>0d", "/connections?q=broken%3A%3E0d")]
    [InlineData("broken:>999w", "/connections?q=broken%3A%3E999w")]
    [InlineData("health:1", "/connections?q=health%3A1")]
    [InlineData("", "/connections")]
    public void Words_become_filters_and_the_rest_is_searched(string text, string address) =>
        Assert.Equal(address, TypedFilters.Read(ConnectionsView.Default, text, Counts).ToUri());

    [Fact]
    public void The_field_keeps_what_is_no_filter()
    {
        var plain = TypedFilters.Target(ConnectionsView.Default, "zoë", Counts);
        Assert.True(plain.KeepsText);

        var typed = TypedFilters.Target(ConnectionsView.Default, "zoë broken:>3d", Counts);
        Assert.Equal(("/connections?health=Disabled&days=3&q=zo%C3%AB", false), (typed.Uri, typed.KeepsText));
    }

    [Theory]
    [InlineData("brokerage:", "brokerage:QUESTRADE brokerage:INTERACTIVE-BROKERS-FLEX")]
    [InlineData("zoë brokerage:q", "brokerage:QUESTRADE")]
    [InlineData("broken:", "broken:>1d broken:>3d broken:>7d")]
    [InlineData("broken:>30d", "broken:>30d")]
    [InlineData("contacted:", "contacted:never")]
    [InlineData("brokerage", "")]
    [InlineData("auth0:4", "")]
    [InlineData("", "")]
    public void The_last_word_is_completed(string text, string words) =>
        Assert.Equal(words, string.Join(' ', TypedFilters.Suggest(text, Counts)));

    [Fact]
    public void Without_counts_the_other_filters_still_work() =>
        Assert.Equal(
            ["broken:>1d", "broken:>3d", "broken:>7d"],
            TypedFilters.Suggest("broken:", counts: null)
        );

    private static HealthCount Count(string brokerageId, Health health) =>
        new()
        {
            BrokerageId = brokerageId,
            Health = health,
            Total = 3,
        };

    private static Brokerage Described(string id, string slug, string name) =>
        new()
        {
            Id = id,
            Slug = slug,
            Name = name,
        };
}
