using Bunit;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Features.Connections;

/// <summary>The list in the order of the brokerages' names.</summary>
public sealed class BrokerageOrderTests : ListContext
{
    private static readonly ConnectionsView View = ConnectionsView.Default with
    {
        Sort = ConnectionSort.Brokerage,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task Pages_hold_each_connection_once_in_the_order_of_names(int limit)
    {
        await SeedBrokeragesAsync();
        var queries = Services.GetRequiredService<ConnectionQueries>();
        List<ConnectionRow> read = [];
        ConnectionPosition? after = null;
        do
        {
            var page = await queries.PageAsync(View.ToFilter(Now, "id-1"), after, limit, Token);
            read.AddRange(page.Rows);
            after = page.Next;
        } while (after is not null);

        Assert.Equal(["a-old", "a-young", "z-old", "z-young", "unnamed", "none"], read.Select(row => row.Id));
        Assert.Equal(
            read.OrderBy(row => row.Position, View.Order).Select(row => row.Id),
            read.Select(row => row.Id)
        );
    }

    [Fact]
    public async Task Filters_narrow_the_list_in_this_order_too()
    {
        await SeedBrokeragesAsync();
        var queries = Services.GetRequiredService<ConnectionQueries>();

        var old = await queries.PageAsync((View with { Days = 1 }).ToFilter(Now, "id-1"), null, 10, Token);
        var found = await queries.PageAsync(
            (View with { Search = "zeta", Chosen = HealthView.Disabled }).ToFilter(Now, "id-1"),
            null,
            10,
            Token
        );

        Assert.Equal(["a-old", "z-old"], old.Rows.Select(row => row.Id));
        Assert.Equal(["z-old", "z-young"], found.Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task Each_brokerage_is_read_from_its_index()
    {
        await using var db = Database.CreateDbContext();
        var place = new ConnectionPosition(Health.Disabled, Now, "c");
        var plan = await QueryPlan.OfAsync(
            db,
            BrokeragePages.Of(db, View.ToFilter(Now, "id-1"), "b-1", place, [], null).Take(101)
        );
        Assert.Contains(
            plan,
            step =>
                step.Contains(
                    "IX_Connections_BrokerageId_Health_Since_Id (BrokerageId=? AND Health=? AND Since>?",
                    StringComparison.Ordinal
                )
        );
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        await using var server = SqlServer();
        AssertValid(
            BrokeragePages
                .Of(server, View.ToFilter(Now, "id-1"), "b-1", place, [], null)
                .Take(101)
                .ToQueryString()
        );
    }

    [Fact]
    public async Task The_head_sorts_and_says_which_column_is_sorted()
    {
        await SeedBrokeragesAsync();
        Navigation.NavigateTo("/connections?days=1");
        var page = Open();
        Assert.Equal((null, "descending"), SortOf(page));
        var link = page.Find(".c-brokerage .sort");
        Assert.Equal("/connections?days=1&sort=brokerage", link.GetAttribute("href"));

        Navigation.NavigateTo("/connections?sort=brokerage");

        page.WaitForAssertion(() => Assert.Equal(("ascending", null), SortOf(page)));
        page.WaitForAssertion(() =>
            Assert.Equal(["a-old", "a-young", "z-old", "z-young", "unnamed", "none"], Ids(page))
        );
        Assert.Equal("/connections", page.Find(".c-brokerage .sort").GetAttribute("href"));
        Assert.Equal("/connections", page.Find(".c-age .sort").GetAttribute("href"));
        Assert.EndsWith("by brokerage.", page.Find(".list-foot").TextContent, StringComparison.Ordinal);
        Navigation.NavigateTo("/connections?health=All&sort=brokerage");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".sort")));
    }

    [Fact]
    public void A_cursor_of_the_API_does_not_hold_the_brokerage() =>
        Assert.DoesNotContain(
            "rokerage",
            System.Text.Json.JsonSerializer.Serialize(
                new ConnectionPosition(Health.Disabled, Now, "c") { Brokerage = "ZETA" }
            ),
            StringComparison.Ordinal
        );

    private static (string? Brokerage, string? Age) SortOf(IRenderedComponent<ConnectionsPage> page) =>
        (
            page.Find("th.c-brokerage").GetAttribute("aria-sort"),
            page.Find("th.c-age").GetAttribute("aria-sort")
        );

    private async Task SeedBrokeragesAsync()
    {
        await Database.BrokerageAsync("b-1", "zeta", "zeta");
        await Database.BrokerageAsync("b-2", "alpha", "Alpha");
        await HappenAsync(
            Broke("z-old", "b-1", 50),
            Broke("z-young", "b-1", 2),
            Broke("a-young", "b-2", 1),
            Broke("a-old", "b-2", 60),
            Broke("unnamed", "~not-described", 3),
            Broke("none", null, 4),
            FixedAt(Now.AddDays(-9), "works")
        );
    }

    private static IncomingEvent Broke(string id, string? brokerageId, int hours) =>
        BrokeAt(Now.AddHours(-hours), id) with
        {
            BrokerageId = brokerageId,
        };
}
