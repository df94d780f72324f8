using Bunit;
using Dashboard.Components.Screens;
using Dashboard.Components.Time;
using Dashboard.Domain.Connections;
using Dashboard.Features.Connections;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Features.Connections;

public sealed class LiveIndicatorTests : ScreenContext
{
    private readonly Bus _bus = new();
    private readonly ConnectionFeed _feed;

    public LiveIndicatorTests()
    {
        _feed = new ConnectionFeed(_bus, Clock, NullLogger<ConnectionFeed>.Instance);
        Services.AddSingleton(_feed);
    }

    [Fact]
    public async Task The_end_and_the_return_of_the_feed_are_shown()
    {
        await _feed.StartAsync(Token);
        var dot = Render<LiveIndicator>();
        Assert.Equal("Live", Words(dot));

        _bus.IsConnected = false;
        await LookAsync(dot, "Catching up");

        _bus.IsConnected = true;
        await LookAsync(dot, "Live");
        await _feed.StopAsync(Token);
    }

    [Fact]
    public async Task A_hidden_screen_shows_it_when_it_is_seen_again()
    {
        await _feed.StartAsync(Token);
        var dot = Render<LiveIndicator>();
        var changes = 0;
        _feed.LiveChanged += () => changes++;
        var window = Services.GetRequiredService<WindowVisibility>();
        window.Set(isHidden: true);

        _bus.IsConnected = false;
        await Eventually.TrueAsync(
            () =>
            {
                Clock.Advance(ConnectionFeed.LookEvery);
                return changes == 1;
            },
            "the node saw it"
        );
        Assert.Equal("Live", Words(dot));

        window.Set(isHidden: false);
        dot.WaitForAssertion(() => Assert.Equal("Catching up", Words(dot)));
        await _feed.StopAsync(Token);
    }

    [Fact]
    public async Task A_screen_that_opens_during_a_disturbance_that_nobody_noticed_is_not_wrong_after_it()
    {
        await _feed.StartAsync(Token);
        _bus.IsConnected = false;
        var dot = Render<LiveIndicator>();
        _bus.IsConnected = true;

        Clock.Advance(ConnectionFeed.LookEvery);

        Assert.Equal("Live", Words(dot));
        await _feed.StopAsync(Token);
    }

    [Fact]
    public async Task The_clock_appears_with_the_zone()
    {
        var dot = Render<LiveIndicator>();
        Assert.Empty(dot.FindAll("time[data-as-of]"));

        await Services.GetRequiredService<BrowserTimeProvider>().LoadZoneAsync("Europe/Berlin");

        dot.WaitForAssertion(() =>
            Assert.Equal("15:02:11", Assert.Single(dot.FindAll("time[data-as-of]")).TextContent)
        );
    }

    private Task LookAsync(IRenderedComponent<LiveIndicator> dot, string words) =>
        Eventually.TrueAsync(
            () =>
            {
                Clock.Advance(ConnectionFeed.LookEvery);
                return Words(dot) == words;
            },
            $"the screen says “{words}”"
        );

    private static string Words(IRenderedComponent<LiveIndicator> dot) =>
        dot.Find(".live-on .hide-s").TextContent;

    private sealed class Bus : IChangeBus
    {
        private volatile bool _isConnected = true;

        public bool IsConnected
        {
            get => _isConnected;
            set => _isConnected = value;
        }

        public ValueTask PublishAsync(IReadOnlyList<ConnectionChange> changes) => ValueTask.CompletedTask;

        public Task StartAsync(Action<FeedUpdate> receive, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
