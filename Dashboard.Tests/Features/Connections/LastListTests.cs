using Bunit;
using Dashboard.Domain.Events;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Connections;

/// <summary>From the list to a connection, to its neighbours, and back.</summary>
public sealed class LastListTests : ListContext
{
    [Fact]
    public async Task A_connection_leads_to_its_neighbours_in_the_list_and_says_where_the_list_ends()
    {
        await SeedAsync();
        await HappenAsync(BrokeAt(Now.AddHours(-5), "middle"));
        Open();

        var page = OpenConnection("old");
        Assert.Equal(("First of 3", true, false), Steps(page));

        await page.Find("[data-step=j]").ClickAsync(new());
        Assert.Equal("/connections/middle", Address);
        page.Render(p => p.Add(x => x.Id, "middle"));
        page.WaitForAssertion(() => Assert.Equal(("2 of 3", false, false), Steps(page)));

        page.Render(p => p.Add(x => x.Id, "young"));
        page.WaitForAssertion(() => Assert.Equal(("Last of 3", false, true), Steps(page)));
        await page.Find("[data-step=k]").ClickAsync(new());
        Assert.Equal("/connections/middle", Address);
    }

    [Fact]
    public async Task The_neighbours_are_those_of_the_filtered_list()
    {
        await SeedAsync();
        await HappenAsync(At(Now.AddHours(-5), EventTypes.ConnectionBroken, "other", "user of old"));
        Navigation.NavigateTo("/connections?q=user+of+old");
        Open();

        var page = OpenConnection("other");

        Assert.Equal(("Last of 2", false, true), Steps(page));
        await page.Find("[data-step=k]").ClickAsync(new());
        Assert.Equal("/connections/old", Address);
        Assert.Contains(
            page.FindAll("a.link"),
            a => a.GetAttribute("href") == "/connections?q=user%20of%20old"
        );
    }

    [Fact]
    public async Task The_neighbour_of_the_last_row_that_was_read_is_read_with_its_page()
    {
        await HappenAsync([
            .. Enumerable.Range(0, 103).Select(i => BrokeAt(Now.AddHours(-200 + i), $"c{i:000}")),
        ]);
        var queries = Services.GetRequiredService<ConnectionQueries>();
        var list = new ConnectionList(queries, Clock, ConnectionsView.Default, "id-1");
        await list.LoadMoreAsync(Token);
        Services.GetRequiredService<LastList>().Keep(list);

        var page = OpenConnection("c099");

        Assert.Equal(("100 of 103", false, false), Steps(page));
        page.Render(p => p.Add(x => x.Id, "c100"));
        page.WaitForAssertion(() => Assert.Equal(("101 of 103", false, false), Steps(page)));
    }

    [Fact]
    public async Task A_connection_opened_from_nowhere_has_no_neighbours()
    {
        await SeedAsync();

        Assert.Empty(OpenConnection("old").FindAll(".steps"));
    }

    [Fact]
    public async Task Back_leads_to_the_list_as_it_was_left_with_what_changed_meanwhile()
    {
        await SeedAsync();
        var list = Open().FindComponent<ConnectionsPane>().Instance.List;
        OpenConnection("young");
        await DisposeComponentsAsync();
        await Database.EventsAsync(FixedAt(Now, "old"));
        JSInterop.Setup<string?>("dashboard.backAtRow").SetResult("/connections/old");

        var page = Open();

        Assert.Same(list, page.FindComponent<ConnectionsPane>().Instance.List);
        Assert.Equal(["old", "young"], Ids(page));
        Assert.Contains("Healthy", Row(page, "old").TextContent, StringComparison.Ordinal);
        var call = Assert.Single(JSInterop.Invocations["dashboard.goToRow"]);
        Assert.Equal(["/connections/young", 1], call.Arguments);
    }

    [Fact]
    public async Task A_list_that_is_opened_again_is_read_again()
    {
        await SeedAsync();
        Open();
        OpenConnection("young");
        await DisposeComponentsAsync();
        await HappenAsync(FixedAt(Now, "old"));
        JSInterop.Setup<string?>("dashboard.backAtRow").SetResult(null);

        var page = Open();

        Assert.Equal(["young"], Ids(page));
        Assert.Empty(JSInterop.Invocations["dashboard.goToRow"]);
    }

    [Fact]
    public async Task A_page_that_had_to_be_loaded_again_returns_to_its_row_even_beyond_the_first_page()
    {
        const int Place = ConnectionList.PageSize + 20;
        await HappenAsync([
            .. Enumerable.Range(0, Place + 5).Select(i => BrokeAt(Now.AddDays(-9).AddMinutes(i), $"c{i}")),
        ]);
        JSInterop.Setup<string?>("dashboard.keptRow").SetResult($"{Place} /connections/c{Place}");

        var page = Open();

        Assert.True(page.FindComponent<ConnectionsPane>().Instance.List.Rows.Count > Place);
        page.WaitForAssertion(() =>
            Assert.Equal(
                [$"/connections/c{Place}", Place],
                Assert.Single(JSInterop.Invocations["dashboard.goToRow"]).Arguments
            )
        );
        Navigation.NavigateTo("/connections?health=All");
        page.WaitForAssertion(() =>
            Assert.Equal(
                "/connections?health=All",
                page.FindComponent<ConnectionsPane>().Instance.List.View.ToUri()
            )
        );
        Assert.Single(JSInterop.Invocations["dashboard.keptRow"]);
        Assert.Single(JSInterop.Invocations["dashboard.goToRow"]);
    }

    [Fact]
    public async Task The_place_is_kept_until_the_list_could_be_read()
    {
        await SeedAsync();
        JSInterop.Setup<string?>("dashboard.keptRow").SetResult("1 /connections/young");
        var last = Services.GetRequiredService<LastList>();

        Assert.Equal(2, await last.RowsToReadAsync(ConnectionsView.Default));
        Assert.Equal(2, await last.RowsToReadAsync(ConnectionsView.Default));

        var page = Open();
        page.WaitForAssertion(() =>
            Assert.Equal(
                ["/connections/young", 1],
                Assert.Single(JSInterop.Invocations["dashboard.goToRow"]).Arguments
            )
        );
    }

    [Fact]
    public async Task The_place_is_of_the_list_that_was_lost_and_of_no_other()
    {
        await SeedAsync();
        JSInterop.Setup<string?>("dashboard.keptRow").SetResult("1 /connections/young");
        var last = Services.GetRequiredService<LastList>();
        var other = ConnectionsView.Default with { Search = "young" };

        Assert.Equal(2, await last.RowsToReadAsync(ConnectionsView.Default));
        Assert.Equal(0, await last.RowsToReadAsync(other));

        Open();
        Assert.Empty(JSInterop.Invocations["dashboard.goToRow"]);
    }

    [Fact]
    public async Task Back_from_elsewhere_leads_to_the_row_that_was_left_and_not_to_the_one_before()
    {
        await SeedAsync();
        Open();
        OpenConnection("young");
        await DisposeComponentsAsync();
        var back = JSInterop.Setup<string?>("dashboard.backAtRow");
        back.SetResult("/connections/young");
        Open();
        await DisposeComponentsAsync();
        back.SetResult("/connections/old");

        Open()
            .WaitForAssertion(() =>
                Assert.Equal(
                    ["/connections/young", "/connections/old"],
                    JSInterop.Invocations["dashboard.goToRow"].Select(call => call.Arguments[0])
                )
            );
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("x /connections/old")]
    [InlineData("-1 /connections/old")]
    [InlineData("99999999999 /connections/old")]
    [InlineData("1000 /connections/old")]
    [InlineData("1 /connections/gone")]
    public async Task A_kept_place_that_is_none_is_ignored(string kept)
    {
        await SeedAsync();
        JSInterop.Setup<string?>("dashboard.keptRow").SetResult(kept);

        var page = Open();

        Assert.Equal(["old", "young"], Ids(page));
        Assert.Empty(JSInterop.Invocations["dashboard.goToRow"]);
    }

    private IRenderedComponent<ConnectionPage> OpenConnection(string id)
    {
        var page = Render<ConnectionPage>(p => p.Add(x => x.Id, id));
        page.WaitForElement(".timeline");
        return page;
    }

    private static (string Words, bool IsFirst, bool IsLast) Steps(IRenderedComponent<ConnectionPage> page) =>
        (
            page.Find(".steps span.num").TextContent,
            page.Find("[data-step=k]").HasAttribute("disabled"),
            page.Find("[data-step=j]").HasAttribute("disabled")
        );
}
