using Bunit;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

/// <summary>The list of connections with two disabled connections and a healthy one.</summary>
public abstract class ListContext : ScreenContext
{
    protected Task SeedAsync() =>
        HappenAsync(
            BrokeAt(Now.AddHours(-1), "young"),
            BrokeAt(Now.AddDays(-3), "old"),
            FixedAt(Now.AddDays(-1), "works")
        );

    protected IRenderedComponent<ConnectionsPage> Open()
    {
        var page = Render<ConnectionsPage>();
        page.WaitForElement(".list-table, .state");
        return page;
    }

    protected static List<string> Ids(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page) =>
        [
            .. page.FindAll("a[data-open]")
                .Select(a => Uri.UnescapeDataString(a.GetAttribute("href")!["/connections/".Length..])),
        ];

    protected static AngleSharp.Dom.IElement Row(
        IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page,
        string id
    ) => page.FindAll("tr[data-row]")[Ids(page).IndexOf(id)];

    /// <summary>What a screen reader says of a row.</summary>
    protected static string Name(AngleSharp.Dom.IElement row) =>
        string.Join(
            ' ',
            row.GetAttribute("aria-labelledby")!
                .Split(' ')
                .SelectMany(id => row.QuerySelectorAll($"#{id}"))
                .Select(SpokenText)
                .Where(text => text.Length > 0)
        );

    private static string SpokenText(AngleSharp.Dom.IElement element)
    {
        var copy = (AngleSharp.Dom.IElement)element.Clone();
        foreach (var silent in copy.QuerySelectorAll("[aria-hidden=true]").ToList())
            silent.Remove();
        return copy.TextContent.Trim();
    }
}
