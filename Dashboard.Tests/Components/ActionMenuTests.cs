using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Components;

public sealed class ActionMenuTests : ComponentContext
{
    [Theory]
    [InlineData("Export", null, "download", false, null)]
    [InlineData("Sent <by>", null, null, true, "as-chip on")]
    [InlineData("AS", "AS: Ana Silva, Admin", null, false, "me")]
    [InlineData(null, "More actions", "more", false, "tiny quiet")]
    public async Task The_button_is_the_same_before_the_first_use_and_after_it(
        string? label,
        string? name,
        string? icon,
        bool hasArrow,
        string? css
    )
    {
        var menu = Open(label, name, icon, hasArrow, css);
        var before = ButtonOf(menu);

        await menu.Find("button").ClickAsync(new());
        Popovers.WaitForElement("[role=menu]");
        Assert.Equal("true", menu.Find("button").GetAttribute("aria-expanded"));
        await menu.Find("button").ClickAsync(new());

        menu.WaitForAssertion(() => Assert.Equal(before, ButtonOf(menu)));
    }

    [Fact]
    public void A_menu_that_nobody_uses_has_no_popover()
    {
        Open("Export", name: null, icon: null, hasArrow: false, css: null);

        Assert.Empty(Popovers.FindAll(".mud-popover"));
    }

    [Fact]
    public async Task The_first_press_opens_it_and_says_so()
    {
        List<bool> toggles = [];
        var menu = Render<ActionMenu>(p =>
            p.Add(x => x.Label, "Assign")
                .Add(x => x.OnToggle, toggles.Add)
                .AddUnmatched("data-menu", "assign")
                .AddChildContent<MenuAction>(i => i.Add(x => x.Label, "To me"))
        );
        Assert.Equal("assign", menu.Find(".action-menu").GetAttribute("data-menu"));

        var opened = await OpenMenuAsync(menu, "Assign");

        Assert.Equal("To me", opened.QuerySelector("[role=menuitem]")!.TextContent.Trim());
        Assert.Equal([true], toggles);
        Assert.Equal("assign", menu.Find(".action-menu").GetAttribute("data-menu"));
    }

    [Fact]
    public void A_disabled_one_says_so()
    {
        var menu = Render<ActionMenu>(p =>
            p.Add(x => x.Label, "Export").Add(x => x.Disabled, true).AddChildContent("")
        );

        Assert.True(menu.Find("button").HasAttribute("disabled"));
    }

    private IRenderedComponent<ActionMenu> Open(
        string? label,
        string? name,
        string? icon,
        bool hasArrow,
        string? css
    )
    {
        _ = Popovers;
        return Render<ActionMenu>(p =>
            p.Add(x => x.Label, label)
                .Add(x => x.Name, name)
                .Add(x => x.Icon, icon)
                .Add(x => x.HasArrow, hasArrow)
                .Add(x => x.Css, css)
                .AddChildContent<MenuAction>(i => i.Add(x => x.Label, "One"))
        );
    }

    // With what it is in: the stylesheet goes by both.
    private static string ButtonOf(IRenderedComponent<ActionMenu> menu)
    {
        var button = menu.Find("button");
        var attributes = button
            .Attributes.Where(a =>
                !a.Name.Contains(':', StringComparison.Ordinal) && a.Name is not ("aria-controls" or "id")
            )
            .Select(a => $"{a.Name}={Sorted(a.Name, a.Value)}")
            .Order(StringComparer.Ordinal);
        var inside = button.InnerHtml.Split('\n').Select(line => line.Trim());
        return $"{Sorted("class", button.ParentElement!.ClassName)} | {string.Join(' ', attributes)} | {string.Concat(inside)}";
    }

    private static string? Sorted(string name, string? value) =>
        name == "class"
            ? string.Join(
                ' ',
                value!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)
            )
            : value;
}
