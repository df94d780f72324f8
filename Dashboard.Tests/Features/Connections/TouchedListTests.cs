using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Components.Screens;
using Dashboard.Domain.Events;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Features.Connections;

/// <summary>A screen does not apply an update that can't touch its list, and sends nothing to the browser.</summary>
public sealed class TouchedListTests : ListContext
{
    private static readonly string[] Known = [.. Enumerable.Range(0, 400).Select(i => $"c{i:000}")];

    [Theory]
    [InlineData(null, 1)]
    [InlineData("healthy", 2)]
    [InlineData("all", 3)]
    public async Task An_update_leaves_the_parts_of_a_list_as_they_are_that_it_does_not_touch(
        string? health,
        int seed
    )
    {
        var random = new Random(seed);
        await HappenAsync([.. Known.Take(130).Select(id => BrokeAt(Now.AddDays(-1), id))]);
        await HappenAsync([.. Known.Take(260).Skip(130).Select(id => FixedAt(Now.AddDays(-1), id))]);
        var (list, live) = await ReadAsync(health);
        var touched = new HashSet<ListPart>();

        for (var step = 0; step < 60; step++)
        {
            // In the middle so many begin to match that they are not counted any more.
            var count = step == 30 ? 250 : random.Next(1, 4);
            var at = Now.AddHours(-1).AddMinutes(step);
            var update = await UpdateAsync([
                .. random
                    .GetItems(Known, count)
                    .Distinct()
                    .Select(id => random.Next(2) == 0 ? BrokeAt(at, id) : FixedAt(at, id)),
            ]);
            var (part, rows, waiting) = (live.PartTouchedBy(update), RowsOf(list), WaitingIn(list));

            await list.ApplyAsync(update, Token);

            touched.Add(part);
            if (part != ListPart.Rows)
                Assert.Equal(rows, RowsOf(list));
            if (part == ListPart.None)
                Assert.Equal(waiting, WaitingIn(list));
        }
        Assert.Equal([ListPart.None, ListPart.Waiting, ListPart.Rows], touched.Order());
    }

    [Fact]
    public async Task News_are_told_together_also_those_of_connections_that_are_not_listed()
    {
        await SeedAsync();
        var (_, live) = await ReadAsync("healthy");
        Assert.Null(live.TakeNews());

        await live.ApplyAsync(await UpdateAsync(BrokeAt(Now, "works")), Token);
        var unlisted = await UpdateAsync(BrokeAt(Now, "one"));
        Assert.Equal(ListPart.None, live.PartTouchedBy(unlisted));
        await live.ApplyAsync(unlisted, Token);

        Assert.Equal("2 connections broke", live.TakeNews());
        Assert.Null(live.TakeNews());
    }

    [Fact]
    public async Task News_wait_for_a_pause_and_are_forgotten_with_their_list()
    {
        await SeedAsync();
        var (list, live) = await ReadAsync(health: null);
        await live.ApplyAsync(await UpdateAsync(BrokeAt(Now, "one")), Token);
        Assert.Equal("1 connection broke", live.TakeNews(TimeSpan.FromSeconds(1)));

        await live.ApplyAsync(await UpdateAsync(BrokeAt(Now, "two")), Token);
        Assert.Null(live.TakeNews(TimeSpan.FromSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("1 connection broke", live.TakeNews(TimeSpan.FromSeconds(1)));

        await live.ApplyAsync(await UpdateAsync(BrokeAt(Now, "three")), Token);
        live.Show((list, null));
        Assert.Null(live.TakeNews());
    }

    [Fact]
    public async Task A_change_of_a_connection_that_a_page_does_not_list_renders_only_the_counts()
    {
        await SeedAsync();
        var host = Render<BatchHost>();
        var page = Open();
        var renders = host.RenderCount;

        await HappenAsync(FixedAt(Now, "unseen"));

        page.WaitForAssertion(() => Assert.Equal("2", Healthy(page)));
        Assert.Equal(renders + 1, host.RenderCount);

        await HappenAsync(FixedAt(Now, "old"));

        page.WaitForAssertion(() => Assert.Equal("3", Healthy(page)));
        Assert.Equal(renders + 3, host.RenderCount);
    }

    [Fact]
    public async Task Connections_that_wait_are_counted_together_with_the_counts_and_the_list_stays_as_it_is()
    {
        await HappenAsync([.. Known.Select(id => BrokeAt(Now.AddDays(-1), id))]);
        var host = Render<BatchHost>();
        var page = Open();
        var table = page.FindComponent<ConnectionTable>();
        Assert.True(page.FindComponent<ConnectionsPane>().Instance.List.HasMore);
        var renders = (Host: host.RenderCount, Table: table.RenderCount);

        await HappenAsync(BrokeAt(Now, "later"));

        page.WaitForAssertion(() => Assert.Equal("Show 1 newly broken", page.Find(".new-pill").TextContent));
        Assert.StartsWith("401 disabled", page.Find(".list-count").TextContent, StringComparison.Ordinal);
        Assert.Equal(renders.Host + 1, host.RenderCount);
        Assert.Equal(renders.Table, table.RenderCount);

        await page.Find(".new-pill").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".new-pill")));
        Assert.Contains("later", Ids(page));
    }

    [Fact]
    public async Task What_waits_and_the_news_are_shown_a_moment_later_when_the_counts_came_before_the_last_update()
    {
        await HappenAsync([.. Known.Select(id => BrokeAt(Now.AddDays(-1), id))]);
        var page = Render<LiveAnnouncer>(p => p.AddChildContent<ConnectionsPage>());
        page.WaitForElement(".list-table");
        Services.GetRequiredService<ChangedCounts>().Dispose();
        await HappenAsync(BrokeAt(Now, "first"));
        page.WaitForAssertion(() => Assert.Equal("1 connection broke", page.Find("#announcer").TextContent));

        await HappenAsync(BrokeAt(Now, "second"), BrokeAt(Now, "third"));

        await Eventually.TrueAsync(
            () =>
            {
                // The screen may be told of the change after the clock was moved.
                Clock.Advance(2 * ChangedCounts.Gap);
                return page.FindAll(".new-pill").SingleOrDefault()?.TextContent == "Show 3 newly broken";
            },
            "three wait"
        );
        page.WaitForAssertion(() => Assert.Equal("2 connections broke", page.Find("#announcer").TextContent));
    }

    private static string Healthy(IRenderedComponent<ConnectionsPage> page) =>
        page.FindAll(".chip")
            .Single(chip => chip.TextContent.StartsWith("Healthy", StringComparison.Ordinal))
            .QuerySelector("b")!
            .TextContent;

    private static string RowsOf(ConnectionList list) =>
        string.Join(' ', list.Rows.Select(r => $"{r.Row.Id}:{r.Row.Version}")) + $" more {list.HasMore}";

    private static string WaitingIn(ConnectionList list) =>
        $"{list.NewCount} known " + string.Join(' ', Known.Where(list.Has));

    private async Task<(ConnectionList List, LiveList Live)> ReadAsync(string? health)
    {
        var queries = Services.GetRequiredService<ConnectionQueries>();
        var live = new LiveList(queries, Clock, "id-1", NullLogger.Instance);
        var view = ConnectionsView.Default;
        if (health is not null)
            view = view with { Chosen = Enum.Parse<HealthView>(health, ignoreCase: true) };
        live.Show(await live.ReadAsync(view, rows: 0, Token));
        return (live.List!, live);
    }

    private async Task<RowsUpdate> UpdateAsync(params IncomingEvent[] events)
    {
        var known = Database.Changes.All.Count;
        await Database.EventsAsync(events);
        var changes = Database.Changes.All.Skip(known).ToList();
        await using var db = Database.CreateDbContext();
        var rows = await ConnectionReads.FindAsync(db, changes.ConvertAll(c => c.Id), Token);
        return new RowsUpdate(changes, rows.ToDictionary(r => r.Id), MustReread: false);
    }
}
