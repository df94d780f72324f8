using Bunit;
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
    public async Task An_update_that_does_not_touch_a_list_would_leave_it_as_it_is(string? health, int seed)
    {
        var random = new Random(seed);
        await HappenAsync([.. Known.Take(130).Select(id => BrokeAt(Now.AddDays(-1), id))]);
        await HappenAsync([.. Known.Take(260).Skip(130).Select(id => FixedAt(Now.AddDays(-1), id))]);
        var (list, live) = await ReadAsync(health);
        var outcomes = new HashSet<bool>();

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
            var (isTouched, before) = (live.IsTouchedBy(update), StateOf(list));

            await list.ApplyAsync(update, Token);

            outcomes.Add(isTouched);
            if (!isTouched)
                Assert.Equal(before, StateOf(list));
        }
        Assert.Equal(2, outcomes.Count);
    }

    [Fact]
    public async Task News_are_told_together_also_those_of_connections_that_are_not_listed()
    {
        await SeedAsync();
        var (_, live) = await ReadAsync("healthy");
        Assert.Null(live.TakeNews());

        await live.ApplyAsync(await UpdateAsync(BrokeAt(Now, "works")), Token);
        var unlisted = await UpdateAsync(BrokeAt(Now, "one"));
        Assert.False(live.IsTouchedBy(unlisted));
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

    private static string Healthy(IRenderedComponent<ConnectionsPage> page) =>
        page.FindAll(".chip")
            .Single(chip => chip.TextContent.StartsWith("Healthy", StringComparison.Ordinal))
            .QuerySelector("b")!
            .TextContent;

    private static string StateOf(ConnectionList list) =>
        string.Join(' ', list.Rows.Select(r => $"{r.Row.Id}:{r.Row.Version}"))
        + $" new {list.NewCount} more {list.HasMore} known "
        + string.Join(' ', Known.Where(list.Has));

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
