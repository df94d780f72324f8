using Bunit;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using IComponent = Microsoft.AspNetCore.Components.IComponent;

namespace Dashboard.Tests.Features.Connections.Selection;

/// <summary>The list of connections with its selection.</summary>
public abstract class SelectionContext : ScreenContext
{
    protected Task SeedAsync(int count) =>
        HappenAsync([
            .. Enumerable.Range(0, count).Select(i => BrokeAt(Now.AddDays(-2).AddMinutes(i), $"c{i}")),
        ]);

    protected IRenderedComponent<ConnectionsPage> Open()
    {
        var page = Render<ConnectionsPage>();
        page.WaitForElement(".list-table");
        return page;
    }

    protected static Task SelectAsync(IRenderedComponent<IComponent> page, string id, bool shift = false) =>
        PressAsync(page, Row(page, id), "select", shift);

    protected static AngleSharp.Dom.IElement Button(IRenderedComponent<IComponent> page, string words) =>
        page.FindAll(".selection-bar button").Single(b => b.TextContent == words);

    protected static List<string> Ids(IRenderedComponent<IComponent> page) =>
        [.. page.FindAll("a[data-open]").Select(a => a.GetAttribute("href")!["/connections/".Length..])];

    protected static AngleSharp.Dom.IElement Row(IRenderedComponent<IComponent> page, string id) =>
        page.FindAll("tr[data-row]")[Ids(page).IndexOf(id)];
}
