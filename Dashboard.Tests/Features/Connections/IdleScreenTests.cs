using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Triage;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Connections;

/// <summary>A screen on which nothing happens renders nothing, and what changes with time alone is rendered.</summary>
public sealed class IdleScreenTests : ListContext
{
    private static readonly TimeSpan LongTime = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task An_idle_list_renders_nothing()
    {
        await SeedAsync();
        var page = Open();
        var before = await RendersAsync(page);

        Clock.Advance(LongTime);

        Assert.Equal(before, await RendersAsync(page));
    }

    [Fact]
    public async Task An_idle_page_of_a_connection_renders_nothing()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"));
        var page = Render<ConnectionPage>(p => p.Add(x => x.Id, "c"));
        page.WaitForElement(".timeline");
        var before = await RendersAsync(page);

        Clock.Advance(LongTime);

        Assert.Equal(before, await RendersAsync(page));
    }

    [Fact]
    public async Task An_idle_frame_renders_nothing()
    {
        var frame = Render<LiveIndicator>();
        var before = await RendersAsync(frame);

        Clock.Advance(LongTime);

        Assert.Equal(before, await RendersAsync(frame));
    }

    [Fact]
    public async Task The_highlight_of_a_row_ends_with_time_alone()
    {
        await SeedAsync();
        var page = Open();
        await HappenAsync(FixedAt(Now, "old"));
        page.WaitForAssertion(() =>
            Assert.Contains("fresh", Row(page, "old").ClassName, StringComparison.Ordinal)
        );

        Clock.Advance(TimeSpan.FromMinutes(1));

        page.WaitForAssertion(() => Assert.Equal("left no-link", Row(page, "old").ClassName));
    }

    [Fact]
    public async Task A_snooze_ends_on_the_page_of_a_connection_with_time_alone()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"));
        var decisions = Services.GetRequiredService<ConnectionTriage>();
        await decisions.SnoozeAsync(TriageTarget.Of("c", seen: null), Now.AddMinutes(5), Token);
        var page = Render<ConnectionPage>(p => p.Add(x => x.Id, "c"));
        page.WaitForElement(".timeline");
        Assert.Contains("End snooze", page.Markup, StringComparison.Ordinal);

        Clock.Advance(LongTime);

        page.WaitForAssertion(() =>
            Assert.DoesNotContain("End snooze", page.Markup, StringComparison.Ordinal)
        );
    }

    // The renderer's queue is empty when the call returns.
    private static Task<int> RendersAsync<T>(IRenderedComponent<T> screen)
        where T : class, IComponent =>
        screen.InvokeAsync(() =>
            screen.RenderCount
            + Renders<ConnectionsPane>(screen)
            + Renders<ConnectionTable>(screen)
            + Renders<ConnectionTableRow>(screen)
            + Renders<ConnectionFilters>(screen)
            + Renders<TriageCard>(screen)
            + Renders<LiveDot>(screen)
            + Renders<TimeAgo>(screen)
        );

    private static int Renders<T>(IRenderedComponent<IComponent> screen)
        where T : IComponent => screen.FindComponents<T>().Sum(c => c.RenderCount);
}
