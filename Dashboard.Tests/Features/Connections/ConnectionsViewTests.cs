using Dashboard.Domain.Connections;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

public sealed class ConnectionsViewTests
{
    [Theory]
    [InlineData("/connections")]
    [InlineData("/connections?health=Verifying")]
    [InlineData(
        "/connections?health=All&brokerage=QUESTRADE&days=7&mine=true&snoozed=Only&q=zo%C3%AB%20%26%20co"
    )]
    [InlineData("/connections?snoozed=Hidden")]
    [InlineData("/connections?duplicates=true")]
    [InlineData("/connections?contacted=never&sort=newest")]
    public void An_address_survives_the_round_trip(string address)
    {
        var query = System.Web.HttpUtility.ParseQueryString(new Uri("http://x" + address).Query);
        Assert.Equal(
            address,
            ConnectionsView
                .From(
                    query["health"],
                    query["brokerage"],
                    query["days"],
                    query["q"],
                    query["mine"],
                    query["snoozed"],
                    query["duplicates"],
                    query["contacted"],
                    query["sort"]
                )
                .ToUri()
        );
    }

    [Fact]
    public void Values_in_the_address_that_are_not_valid_are_ignored()
    {
        Assert.Equal(ConnectionsView.Default, ConnectionsView.From(null, null, "abc", null));
        Assert.Equal(ConnectionsView.Default, ConnectionsView.From("17", " ", "-3", "", "1", "No"));
    }

    [Fact]
    public void A_search_covers_all_connections_by_default()
    {
        Assert.Equal(HealthView.Disabled, ConnectionsView.Default.Health);
        Assert.Equal(HealthView.All, (ConnectionsView.Default with { Search = "zoe" }).Health);
    }

    [Fact]
    public void Only_a_change_of_health_makes_a_connection_new_to_a_list()
    {
        Assert.True(ConnectionsView.Default.MayAdd(Change(Health.Healthy, Health.Disabled)));
        Assert.False(ConnectionsView.Default.MayAdd(Change(Health.Disabled, Health.Disabled)));
        Assert.False(ConnectionsView.Default.MayAdd(Change(Health.Disabled, Health.Healthy)));
        var all = ConnectionsView.Default with { Chosen = HealthView.All };
        Assert.True(all.MayAdd(Change(previous: null, Health.Healthy)));
        Assert.False(all.MayAdd(Change(Health.Disabled, Health.Healthy)));
    }

    [Fact]
    public void The_line_above_the_list_compares_a_brokerage_with_all()
    {
        var counts = new ConnectionCounts(
            Disabled(99),
            [new BrokerageTotals("robinhood", Brokerage: null, Disabled(14))]
        );
        var list = new ConnectionList(
            queries: null!,
            TimeProvider.System,
            ConnectionsView.Default,
            operatorId: ""
        );
        string Words(ConnectionsView view) => ListWords.Shown(view, counts, list);

        Assert.Equal("99 disabled", Words(ConnectionsView.Default));
        Assert.Equal(
            "14 of 99 disabled at robinhood",
            Words(ConnectionsView.Default with { Brokerage = "robinhood" })
        );
        Assert.Equal("0 of 99 match", Words(ConnectionsView.Default with { Search = "nobody" }));
        Assert.Equal("0 of 99 disabled match", Words(ConnectionsView.Default with { Days = 3 }));
        Assert.Equal(
            "0 of 14 disabled at robinhood match",
            Words(ConnectionsView.Default with { Brokerage = "robinhood", Mine = true })
        );
    }

    [Theory]
    [InlineData(HealthView.Disabled, "Show 1 newly broken")]
    [InlineData(HealthView.All, "Show 1 new")]
    public void The_button_for_new_rows_says_what_it_does(HealthView view, string words) =>
        Assert.Equal(words, ListWords.New(view, 1));

    [Fact]
    public void A_decision_may_bring_a_connection_into_a_list()
    {
        var decided = Change(Health.Disabled, Health.Disabled);
        Assert.True((ConnectionsView.Default with { Mine = true }).MayAdd(decided));
        Assert.True((ConnectionsView.Default with { Snoozed = SnoozeView.Only }).MayAdd(decided));
    }

    [Fact]
    public void A_list_describes_its_filters()
    {
        var counts = new ConnectionCounts(
            Disabled(99),
            [
                new BrokerageTotals(
                    "r-id",
                    new()
                    {
                        Id = "r-id",
                        Slug = "R",
                        Name = "Robinhood",
                    },
                    Disabled(14)
                ),
            ]
        );
        string Words(ConnectionsView view) => ListWords.Describe(view, counts, "Ana");

        Assert.Equal("Disabled", Words(ConnectionsView.Default));
        Assert.Equal(
            "Disabled, Robinhood, broken for more than 3 days, matching a search, assigned to Ana, not snoozed",
            Words(new(HealthView.Disabled, "R", 3, "zoë") { Mine = true, Snoozed = SnoozeView.Hidden })
        );
        Assert.Equal(
            "All connections, matching a search",
            Words(ConnectionsView.Default with { Search = "zoë" })
        );
    }

    private static HealthTotals Disabled(long count) => new(0, count, 0, 0, 0);

    private static ConnectionChange Change(Health? previous, Health health) =>
        new("c", "u", BrokerageId: null, health, previous, Some.Noon, AwaitingVerification: false, 1);
}
