using Dashboard.Domain;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

public sealed class ConnectionsViewTests
{
    [Theory]
    [InlineData("/connections")]
    [InlineData("/connections?health=Verifying")]
    [InlineData("/connections?health=All&brokerage=QUESTRADE&days=7&q=zo%C3%AB%20%26%20co")]
    public void An_address_survives_the_round_trip(string address)
    {
        var query = System.Web.HttpUtility.ParseQueryString(new Uri("http://x" + address).Query);
        var days = query["days"] is { } text
            ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : (int?)null;
        Assert.Equal(
            address,
            ConnectionsView.From(query["health"], query["brokerage"], days, query["q"]).ToUri()
        );
    }

    [Fact]
    public void Nonsense_in_the_address_counts_as_not_said() =>
        Assert.Equal(ConnectionsView.Default, ConnectionsView.From("17", " ", -3, ""));

    [Fact]
    public void A_search_looks_everywhere_unless_told_otherwise()
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

    private static ConnectionChange Change(Health? previous, Health health) =>
        new("c", "u", BrokerageId: null, health, previous, Some.Noon, AwaitingVerification: false, 1);
}
