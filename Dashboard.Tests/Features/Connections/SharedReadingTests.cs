using Bunit;
using Dashboard.Data;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Connections;

/// <summary>What a change costs while many screens are open.</summary>
public sealed class SharedReadingTests : ListContext
{
    private readonly CountedContexts _contexts;

    public SharedReadingTests()
    {
        _contexts = new CountedContexts(Database);
        Services.AddSingleton<IDbContextFactory<DashboardDbContext>>(_contexts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public async Task A_change_is_read_once_however_many_screens_show_it(int screens)
    {
        await SeedAsync();
        var pages = Enumerable.Range(0, screens).Select(_ => Open()).ToList();
        _contexts.Reset();

        await HappenAsync(
            FixedAt(Now, "old"),
            BrokeAt(Now.AddDays(-2), "further up"),
            BrokeAt(Now.AddDays(-2), "another")
        );

        foreach (var page in pages)
        {
            page.WaitForAssertion(() =>
                Assert.Contains("Healthy", Row(page, "old").TextContent, StringComparison.Ordinal)
            );
            page.WaitForElement(".new-pill");
            page.WaitForAssertion(() => Assert.Equal("3", page.Find(".chip.on b").TextContent));
        }
        // The rows, and then the counts.
        Assert.Equal(2, _contexts.Created);
    }

    [Fact]
    public async Task Only_the_row_that_changed_is_rendered()
    {
        ComponentFactories.Add(
            type => type == typeof(ConnectionTableRow),
            // As the framework makes components: parameters are set afterwards.
            _ => Activator.CreateInstance<CountedRow>()
        );
        await SeedAsync();
        var page = Open();
        // A component decides from its second rendering on.
        page.Render();
        var rows = page.FindComponents<CountedRow>();
        var (changed, other) = (Built(rows, "old"), Built(rows, "young"));

        await HappenAsync(FixedAt(Now, "old"));

        page.WaitForAssertion(() =>
            Assert.Contains("Healthy", Row(page, "old").TextContent, StringComparison.Ordinal)
        );
        Assert.True(Built(rows, "old") > changed);
        Assert.Equal(other, Built(rows, "young"));
    }

    [Fact]
    public async Task A_reading_that_fails_makes_screens_read_for_themselves()
    {
        await SeedAsync();
        var page = Open();
        _contexts.FailOnce();

        await HappenAsync(FixedAt(Now, "old"));

        page.WaitForAssertion(() =>
            Assert.Contains("Healthy", Row(page, "old").TextContent, StringComparison.Ordinal)
        );
    }

    private static int Built(IEnumerable<IRenderedComponent<CountedRow>> rows, string id) =>
        rows.Single(r => r.Instance.Item.Row.Id == id).Instance.Built;

    private sealed class CountedRow : ConnectionTableRow
    {
        public int Built { get; private set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            Built++;
            base.BuildRenderTree(builder);
        }
    }

    private sealed class CountedContexts(TestDatabase database) : IDbContextFactory<DashboardDbContext>
    {
        private int _created;
        private int _failures;

        public int Created => Volatile.Read(ref _created);

        public void Reset() => Volatile.Write(ref _created, 0);

        public void FailOnce() => Volatile.Write(ref _failures, 1);

        public DashboardDbContext CreateDbContext()
        {
            Interlocked.Increment(ref _created);
            return Interlocked.Exchange(ref _failures, 0) == 0
                ? database.CreateDbContext()
                : throw new Microsoft.Data.Sqlite.SqliteException("database is locked", 5);
        }
    }
}
