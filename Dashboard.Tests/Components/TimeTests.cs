using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Components.Time;
using Dashboard.Tests.Support;
using Dashboard.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Components;

public sealed class TimeTests : ComponentContext
{
    [Theory]
    [InlineData(-5, "just now")]
    [InlineData(59, "just now")]
    [InlineData(60, "1 min")]
    [InlineData(4_320, "1 h 12 min")]
    [InlineData(7_200, "2 h")]
    [InlineData(85_560, "23 h")]
    [InlineData(273_600, "3 d 4 h")]
    [InlineData(2_000_000, "23 d")]
    public void A_duration_reads_as_its_two_largest_units(int seconds, string words) =>
        Assert.Equal(words, TimeText.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_time_long_ago_is_shown_as_its_month()
    {
        var then = new DateTimeOffset(2025, 5, 2, 1, 0, 0, TimeSpan.Zero);
        var time = Render<TimeAgo>(p => p.Add(t => t.At, then).Add(t => t.Ago, value: true));
        var since = Render<TimeAgo>(p =>
            p.Add(t => t.At, then).Add(t => t.Ago, value: true).Add(t => t.Lasting, value: true)
        );

        Assert.Equal("in May 2025", time.Find("time").TextContent);
        Assert.Equal("since May 2025", since.Find("time").TextContent);
    }

    [Fact]
    public void A_relative_time_is_rendered_once_and_again_only_for_another_moment()
    {
        var time = Render<TimeAgo>(p => p.Add(t => t.At, Now).Add(t => t.Ago, value: true));
        Assert.Equal("just now", time.Find("time").TextContent);

        Clock.Advance(TimeSpan.FromMinutes(2));
        time.Render(p => p.Add(t => t.At, Now).Add(t => t.Ago, value: true));
        Assert.Equal((1, "just now"), (time.RenderCount, time.Find("time").TextContent));

        time.Render(p => p.Add(t => t.At, Now.AddMinutes(-3)).Add(t => t.Ago, value: true));
        Assert.Equal((2, "5 min ago"), (time.RenderCount, time.Find("time").TextContent));
    }

    [Fact]
    public async Task A_relative_time_tells_the_browser_the_moment_in_the_operators_zone()
    {
        JSInterop.Setup<string?>("dashboard.timeZone").SetResult("America/Toronto");
        await Services.GetRequiredService<BrowserTimeProvider>().LoadZoneAsync();

        var time = Render<TimeAgo>(p => p.Add(t => t.At, Now).Add(t => t.Ago, value: true)).Find("time");

        Assert.Equal("2026-11-22T09:02:11-05:00", time.GetAttribute("datetime"));
        Assert.Equal("ago", time.GetAttribute("data-age"));
    }

    [Fact]
    public async Task Exact_times_are_in_the_zone_of_the_browser()
    {
        JSInterop.Setup<string?>("dashboard.timeZone").SetResult("America/Toronto");
        await Services.GetRequiredService<BrowserTimeProvider>().LoadZoneAsync();

        var moment = Render<ExactTime>(p => p.Add(t => t.At, Now)).Find("time");

        Assert.Equal("09:02", moment.TextContent);
        Assert.Equal("Sunday 22 November 2026, 09:02:11 (UTC-05:00)", moment.GetAttribute("title"));
        Assert.StartsWith("2026-11-22T14:02:11", moment.GetAttribute("datetime"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_the_server_does_not_know_means_UTC()
    {
        JSInterop.Setup<string?>("dashboard.timeZone").SetResult("Mars/Olympus");
        await Services.GetRequiredService<BrowserTimeProvider>().LoadZoneAsync();

        var title = Render<ExactTime>(p => p.Add(t => t.At, Now.AddDays(-3))).Find("time");

        Assert.Equal("19 Nov 14:02", title.TextContent);
        Assert.EndsWith("(UTC)", title.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_ticker_does_not_call_ended_subscriptions()
    {
        var ticker = Services.GetRequiredService<Ticker>();
        var (staying, leaving) = (0, 0);
        using var stays = ticker.Subscribe(() => staying++);
        ticker.Subscribe(() => leaving++).Dispose();

        Clock.Advance(Ticker.Interval);

        Assert.Equal((1, 0), (staying, leaving));
    }

    [Fact]
    public void A_countdown_ends_once_at_its_instant()
    {
        var over = 0;
        var countdown = Render<Countdown>(p =>
            p.Add(c => c.Until, Now.AddSeconds(293))
                .Add(c => c.ElapsedText, "expired")
                .Add(c => c.OnElapsed, EventCallback.Factory.Create(this, () => over++))
        );
        Assert.Equal("4:53", countdown.Find("[role=timer]").TextContent);

        Clock.Advance(TimeSpan.FromSeconds(292));
        Assert.Equal((1, 0), (countdown.RenderCount, over));
        Clock.Advance(TimeSpan.FromSeconds(8));

        countdown.WaitForAssertion(() => Assert.Equal("expired", countdown.Find("[role=timer]").TextContent));
        Assert.Equal(1, over);
    }
}
