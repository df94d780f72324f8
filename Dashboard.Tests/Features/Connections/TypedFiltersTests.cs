using Dashboard.Domain.Connections;
using Dashboard.Features.Connections;

namespace Dashboard.Tests.Features.Connections;

public sealed class TypedFiltersTests
{
    private static readonly ConnectionCounts Counts = ConnectionCounts.Of(
        [
            Count("b-1", Health.Disabled),
            Count("b-2", Health.Healthy),
            Count("b-3", Health.Healthy),
            Count("b-4", Health.Healthy),
            Count("b-5", Health.Healthy),
            Count("b-6", Health.Healthy),
            Count("", Health.Healthy),
        ],
        new Dictionary<string, Brokerage>(StringComparer.Ordinal)
        {
            ["b-1"] = Described("b-1", "QUESTRADE", "Questrade"),
            ["b-3"] = Described("b-3", "ALPACA", "Alpaca"),
            ["b-4"] = Described("b-4", "ALPACA-PAPER", "Alpaca Paper"),
            ["b-5"] = Described("b-5", "SCHWAB-OAUTH", "Schwab"),
            ["b-6"] = Described("b-6", "SCHWAB", "Charles Schwab"),
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
        Assert.Equal(("/connections?q=zo%C3%AB", "zoë"), Target("zoë"));
        Assert.Equal(
            ("/connections?health=Disabled&contacted=never&q=zo%C3%AB", "zoë"),
            Target("zoë contacted:never")
        );
        Assert.Equal(("/connections?brokerage=QUESTRADE", null), Target("brokerage:questrade"));
    }

    [Fact]
    public void A_word_that_may_go_on_becomes_a_filter_with_the_blank_after_it()
    {
        Assert.Equal(("/connections?q=brokerage%3Aalpaca", "brokerage:alpaca"), Target("brokerage:alpaca"));
        Assert.Equal(("/connections?brokerage=ALPACA", null), Target("brokerage:alpaca "));
        Assert.Equal(("/connections?brokerage=ALPACA-PAPER", null), Target("brokerage:alpaca-paper"));
    }

    [Fact]
    public void A_slug_comes_before_the_name_of_another() =>
        Assert.Equal(
            "/connections?brokerage=SCHWAB",
            TypedFilters.Read(ConnectionsView.Default, "brokerage:schwab", Counts).ToUri()
        );

    [Theory]
    [InlineData("brokerage:alpaca", "brokerage:ALPACA brokerage:ALPACA-PAPER")]
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

    private static (string, string?) Target(string text)
    {
        var target = TypedFilters.Target(ConnectionsView.Default, text, Counts);
        return (target.Uri, target.Text);
    }

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
