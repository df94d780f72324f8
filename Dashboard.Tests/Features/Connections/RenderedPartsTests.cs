using Bunit;
using Dashboard.Domain.Events;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using IComponent = Microsoft.AspNetCore.Components.IComponent;

namespace Dashboard.Tests.Features.Connections;

/// <summary>What a change of one connection renders: its row and the figures, and nothing around them.</summary>
public sealed class RenderedPartsTests : ListContext
{
    private readonly List<string> _given = [];

    [Fact]
    public async Task Of_the_list_only_the_row_renders()
    {
        Services.AddSingleton(_given);
        Replace<ConnectionsPane, GivenPane>();
        Replace<ConnectionTable, GivenTable>();
        Replace<ConnectionFilters, GivenFilters>();
        await SeedAsync();
        var page = Open();
        page.WaitForAssertion(() =>
            Assert.Contains("Disabled2", page.Find(".chips").TextContent, StringComparison.Ordinal)
        );
        var rows = RendersOf<ConnectionTableRow>(page);
        _given.Clear();

        await HappenAsync(FixedAt(Now, "young"));
        page.WaitForAssertion(() =>
        {
            Assert.Contains("Healthy", Row(page, "young").TextContent, StringComparison.Ordinal);
            Assert.Contains("Disabled1", page.Find(".chips").TextContent, StringComparison.Ordinal);
            Assert.StartsWith("1 disabled", page.Find(".list-count").TextContent, StringComparison.Ordinal);
        });

        Assert.Empty(_given);
        Assert.Equal([rows[0], rows[1] + 1], RendersOf<ConnectionTableRow>(page));
    }

    [Fact]
    public async Task Closed_menus_do_not_follow_the_figures()
    {
        await Database.BrokerageAsync("q", "QUESTRADE", "Questrade");
        await HappenAsync(Of("q", "c1", 1), Of("q", "c2", 2), Of("q", "c3", 3));
        var page = Open();
        var menu = page.FindComponent<FilterMenu>();
        page.WaitForAssertion(() =>
            Assert.Contains("Disabled3", page.Find(".chips").TextContent, StringComparison.Ordinal)
        );
        var renders = menu.RenderCount;

        await HappenAsync(FixedAt(Now, "c1"));
        page.WaitForAssertion(() =>
            Assert.Contains("Disabled2", page.Find(".chips").TextContent, StringComparison.Ordinal)
        );
        Assert.Equal(renders, menu.RenderCount);

        await OpenMenuAsync(page, "Filter");
        Popovers.WaitForAssertion(() => Assert.Contains("Questrade2", Text(), StringComparison.Ordinal));
        await HappenAsync(FixedAt(Now, "c2"));
        Popovers.WaitForAssertion(() => Assert.Contains("Questrade1", Text(), StringComparison.Ordinal));
    }

    private static IncomingEvent Of(string brokerage, string connection, int hours) =>
        BrokeAt(Now.AddHours(-hours), connection) with
        {
            BrokerageId = brokerage,
        };

    private string Text() =>
        string.Concat(Popovers.Find("[role=menu]").TextContent.Where(c => !char.IsWhiteSpace(c)));

    private static List<int> RendersOf<T>(IRenderedComponent<IComponent> page)
        where T : IComponent => [.. page.FindComponents<T>().Select(c => c.RenderCount)];

    // Blazor sets the required parameters.
    private void Replace<T, TSubstitute>()
        where T : IComponent
        where TSubstitute : T =>
        ComponentFactories.Add(
            type => type == typeof(T),
            _ => (IComponent)Activator.CreateInstance(typeof(TSubstitute))!
        );

    // A component that renders gives its children their parameters.
    private sealed class GivenPane : ConnectionsPane
    {
        [Inject]
        public List<string> Given { get; set; } = default!;

        public override Task SetParametersAsync(ParameterView parameters)
        {
            Given.Add("pane");
            return base.SetParametersAsync(parameters);
        }
    }

    private sealed class GivenTable : ConnectionTable
    {
        [Inject]
        public List<string> Given { get; set; } = default!;

        public override Task SetParametersAsync(ParameterView parameters)
        {
            Given.Add("table");
            return base.SetParametersAsync(parameters);
        }
    }

    private sealed class GivenFilters : ConnectionFilters
    {
        [Inject]
        public List<string> Given { get; set; } = default!;

        public override Task SetParametersAsync(ParameterView parameters)
        {
            Given.Add("filters");
            return base.SetParametersAsync(parameters);
        }
    }
}
