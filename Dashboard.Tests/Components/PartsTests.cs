using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Components.Time;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Components;

public sealed class PartsTests : ComponentContext
{
    [Fact]
    public void Every_icon_has_a_shape() =>
        Assert.All(
            IconShapes.Names,
            name => Assert.NotEmpty(Render<Icon>(p => p.Add(i => i.Name, name)).Find("svg").Children)
        );

    [Fact]
    public void An_icon_that_does_not_exist_is_an_error() =>
        Assert.Throws<ArgumentException>(() => IconShapes.Of("unicorn"));

    [Fact]
    public void An_icon_with_a_title_speaks_and_one_without_is_silent()
    {
        var speaking = Render<Icon>(p => p.Add(i => i.Name, "warning").Add(i => i.Title, "Degraded"))
            .Find("svg");
        var silent = Render<Icon>(p => p.Add(i => i.Name, "warning")).Find("svg");

        Assert.Equal(
            ("img", "Degraded"),
            (speaking.GetAttribute("role"), speaking.GetAttribute("aria-label"))
        );
        Assert.Equal("true", silent.GetAttribute("aria-hidden"));
    }

    [Fact]
    public void A_brokerage_shows_its_letter_and_its_trouble()
    {
        var mark = Render<BrokerageMark>(p =>
            p.Add(b => b.Name, "Robinhood").Add(b => b.Warning, "In maintenance")
        );

        Assert.Equal("R", mark.Find(".logo").TextContent);
        Assert.Equal("In maintenance", mark.Find(".inst-warning").GetAttribute("title"));
    }

    [Fact]
    public void A_filter_in_the_URL_is_a_link_that_is_marked_as_current()
    {
        var chip = Render<FilterChip>(p =>
                p.Add(c => c.Label, "Healthy")
                    .Add(c => c.Count, 2811)
                    .Add(c => c.Href, "/connections?health=Healthy")
                    .Add(c => c.Active, value: true)
            )
            .Find("a");

        Assert.Equal("true", chip.GetAttribute("aria-current"));
        Assert.Equal("2,811", chip.QuerySelector("b")?.TextContent);
    }

    [Fact]
    public void A_filter_without_an_address_is_a_toggle_button()
    {
        var pressed = 0;
        var chip = Render<FilterChip>(p =>
            p.Add(c => c.Label, "Contact")
                .Add(c => c.OnClick, EventCallback.Factory.Create(this, () => pressed++))
        );

        chip.Find("button").Click();

        Assert.Equal("false", chip.Find("button").GetAttribute("aria-pressed"));
        Assert.Equal(1, pressed);
    }

    [Fact]
    public void A_tile_without_a_value_is_loading()
    {
        var tile = Render<Tile>(p => p.Add(t => t.Label, "Disabled now").Add(t => t.Value, value: null));
        Assert.NotEmpty(tile.FindAll(".skeleton"));

        tile.Render(p => p.Add(t => t.Value, "94").Add(t => t.DetailTone, Tone.Bad));
        Assert.Equal("94", tile.Find(".tile-value").TextContent);
        Assert.NotEmpty(tile.FindAll(".tone-bad"));
    }

    [Fact]
    public void A_timeline_is_an_ordered_list_of_plain_words()
    {
        var timeline = Render<Timeline>(p =>
            p.AddChildContent<TimelineItem>(item =>
                item.Add(i => i.Icon, "broken-link")
                    .Add(i => i.Tone, Tone.Bad)
                    .Add(i => i.At, Now)
                    .Add(i => i.Title, Words("Connection broke"))
                    .AddChildContent("received 2 s later")
            )
        );

        var item = timeline.Find("ol > li");
        Assert.Equal("Connection broke", item.QuerySelector(".timeline-text > div")?.TextContent);
        Assert.Equal("14:02", item.QuerySelector("time")?.TextContent);
        Assert.NotNull(item.QuerySelector(".timeline-mark.bad"));
    }

    [Fact]
    public async Task The_announcer_repeats_the_same_text()
    {
        var announcer = Render<LiveAnnouncer>();

        await announcer.Instance.AnnounceAsync("Copied");
        var first = announcer.Find("[aria-live=polite]").TextContent;
        await announcer.Instance.AnnounceAsync("Copied");
        var second = announcer.Find("[aria-live=polite]").TextContent;

        Assert.Equal("Copied", first);
        Assert.NotEqual(first, second);
        Assert.Equal("Copied", second.Trim('\u00A0'));
    }

    [Fact]
    public async Task The_live_dot_has_its_reconnecting_words_ready_and_no_time_before_the_zone_is_known()
    {
        Assert.Empty(Render<LiveDot>(p => p.Add(d => d.AsOf, Now)).FindAll("[data-as-of]"));
        await Services.GetRequiredService<BrowserTimeProvider>().LoadZoneAsync();

        var dot = Render<LiveDot>(p => p.Add(d => d.AsOf, Now));

        Assert.Equal("14:02:11", dot.Find("[data-as-of]").TextContent);
        Assert.Contains("Reconnecting, as of", dot.Find(".live-off").TextContent, StringComparison.Ordinal);
    }
}
