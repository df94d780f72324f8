using Bunit;
using Dashboard.Components.Layout;
using Dashboard.Domain.Operators;
using Dashboard.Features.Settings.Health;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Settings;

public sealed class WorkingCardTests : ScreenContext
{
    private readonly HealthWatch _watch;

    public WorkingCardTests()
    {
        // It judges nothing here: the verdict is given.
        _watch = new HealthWatch(
            Database,
            deliveries: null!,
            commits: null!,
            databaseClock: null!,
            writer: null!,
            backups: null!,
            snapTrade: null!,
            offer: null!,
            mail: null!,
            sender: null!,
            bus: null!,
            database: null!,
            snapTradeOptions: null!,
            redis: null!,
            keys: null!,
            new ServiceCollection()
                .AddMetrics()
                .BuildServiceProvider()
                .GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
            Clock
        );
        Services.AddSingleton(_watch);
        Services.AddFramePart<WorkingCard>(FrameSlot.Overview);
    }

    [Fact]
    public void The_card_and_the_frame_say_the_same_verdict()
    {
        SignInAs(Role.Admin);
        var card = Render(Services.GetServices<FramePart>().In(FrameSlot.Overview));
        var chip = Render<HealthChip>();
        Assert.Equal("Not known yet", card.Find("header a").TextContent);

        Show(Standing.Working);
        Same("All working");
        Show(Standing.Failing);
        Same("Webhooks refused");
        Assert.StartsWith("Failing:", card.FindAll("li")[0].TextContent.Trim(), StringComparison.Ordinal);

        void Same(string words) =>
            card.WaitForAssertion(() =>
            {
                Assert.Equal(words, card.Find("header a").TextContent);
                Assert.Equal(words, chip.Find(".health-chip-words").TextContent);
            });
    }

    [Fact]
    public void Figures_are_for_those_who_may_see_them_and_a_wallboard_has_no_links()
    {
        Show(Standing.Working);
        var support = Render<WorkingCard>();
        Assert.DoesNotContain("12 in 24 h", support.Markup);
        Assert.Empty(support.FindAll("a"));

        SignInAs(Role.Admin);
        var wall = Render<CascadingValue<bool>>(p =>
            p.Add(c => c.Name, "IsPlain").Add(c => c.Value, true).AddChildContent<WorkingCard>()
        );
        Assert.Contains("12 in 24 h", wall.Markup);
        Assert.Empty(wall.FindAll("a"));
    }

    private void Show(Standing webhooks) =>
        _watch.Show(
            new Verdict([
                new HealthPart("Webhooks", webhooks, "12 in 24 h", "Webhooks refused"),
                new HealthPart("Writing", Standing.Working, "p99 3 ms"),
            ])
        );
}
