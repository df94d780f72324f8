using Bunit;
using Dashboard.Components.Layout;
using Dashboard.Components.Palette;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Components;

public sealed class CommandPaletteTests : ComponentContext
{
    private readonly SampleSource _users = new("Users", 10);
    private readonly SampleSource _screens = new("Screens", 40);

    public CommandPaletteTests()
    {
        Services.AddSingleton<IPaletteSource>(_screens);
        Services.AddSingleton<IPaletteSource>(_users);
        Operator.SetAuthorized("Mia Santos");
    }

    [Fact]
    public void What_was_found_is_shown_in_groups_for_the_text_it_was_found_for()
    {
        var palette = Render<CommandPalette>();
        _users.Items = [new("Zoë Übermut", "/users/user?id=c1", "users", "zoe@example.com")];
        _screens.Items = [new("Zones", "/zones", "settings")];

        palette.Find("input").Input(" zo ");
        Clock.Advance(TimeSpan.FromMilliseconds(200));

        palette.WaitForAssertion(() => Assert.Equal("zo", palette.Find("#palette").GetAttribute("data-for")));
        Assert.Equal(
            ["Users", "Screens"],
            palette.FindAll("[role=group]").Select(g => g.GetAttribute("aria-label"))
        );
        Assert.Equal(
            ["/users/user?id=c1", "/zones"],
            palette.FindAll("[role=option]").Select(o => o.GetAttribute("href"))
        );
        Assert.Equal("2 results", palette.Find("[role=status]").TextContent);
    }

    [Fact]
    public void Only_the_text_that_was_typed_last_is_searched()
    {
        var palette = Render<CommandPalette>();

        palette.Find("input").Input("z");
        Clock.Advance(TimeSpan.FromMilliseconds(100));
        palette.Find("input").Input("zo");
        Clock.Advance(TimeSpan.FromMilliseconds(200));

        palette.WaitForAssertion(() => Assert.Equal("zo", palette.Find("#palette").GetAttribute("data-for")));
        Assert.Equal(["zo"], _users.Searched);
    }

    [Fact]
    public void Focus_shows_where_one_can_go_and_nothing_found_says_how_to_search()
    {
        _screens.Items = [new("Team", "/team", "users")];
        var palette = Render<CommandPalette>();
        palette.Find("input").Focus();
        palette.WaitForAssertion(() =>
            Assert.Equal("Team", palette.Find("[role=option]").TextContent.Trim())
        );

        _screens.Items = [];
        palette.Find("input").Input("qqq");
        Clock.Advance(TimeSpan.FromMilliseconds(200));

        palette.WaitForAssertion(() =>
            Assert.Contains(
                "Nothing begins with “qqq”",
                palette.Find("#palette").TextContent,
                StringComparison.Ordinal
            )
        );
        Assert.Empty(palette.FindAll("[role=listbox]"));
    }

    [Fact]
    public void Focus_searches_again()
    {
        var palette = Render<CommandPalette>();
        palette.Find("input").Focus();
        palette.WaitForAssertion(() => Assert.Equal([""], _users.Searched));

        palette.Find("input").Focus();

        palette.WaitForAssertion(() => Assert.Equal(["", ""], _users.Searched));
    }

    [Fact]
    public void A_failed_search_is_said_with_a_reference()
    {
        _users.Failure = new TimeoutException();
        var palette = Render<CommandPalette>();

        palette.Find("input").Input("zo");
        Clock.Advance(TimeSpan.FromMilliseconds(200));

        palette.WaitForAssertion(() =>
            Assert.Contains("Reference", palette.Find("[role=alert]").TextContent, StringComparison.Ordinal)
        );
    }

    private sealed class SampleSource(string title, int order) : IPaletteSource
    {
        public string Title => title;

        public int Order => order;

        public IReadOnlyList<PaletteItem> Items { get; set; } = [];

        public Exception? Failure { get; set; }

        public List<string> Searched { get; } = [];

        public Task<IReadOnlyList<PaletteItem>> FindAsync(string text, CancellationToken cancellationToken)
        {
            Searched.Add(text);
            return Failure is null
                ? Task.FromResult(Items)
                : Task.FromException<IReadOnlyList<PaletteItem>>(Failure);
        }
    }
}
