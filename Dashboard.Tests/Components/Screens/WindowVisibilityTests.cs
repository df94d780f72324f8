using Dashboard.Components.Screens;
using Dashboard.Components.Time;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Components.Screens;

public sealed class WindowVisibilityTests
{
    private readonly WindowVisibility _window = new();

    [Fact]
    public async Task Who_waits_for_a_hidden_window_goes_on_when_it_is_shown()
    {
        Assert.True(_window.ShownAsync().IsCompleted);
        _window.Set(isHidden: true);
        var shown = _window.ShownAsync();
        Assert.False(shown.IsCompleted);

        _window.Set(isHidden: false);

        await shown.WaitAsync(Token);
    }

    [Fact]
    public async Task A_handler_acts_at_once_while_visible_and_once_on_return()
    {
        var acts = 0;
        var returned = new TaskCompletionSource();
        var handler = _window.WhenShown(() =>
        {
            if (++acts == 2)
                returned.SetResult();
        });
        handler();
        Assert.Equal(1, acts);

        _window.Set(isHidden: true);
        handler();
        handler();
        Assert.Equal(1, acts);
        _window.Set(isHidden: false);

        await returned.Task.WaitAsync(Token);
        Assert.Equal(2, acts);
    }

    [Fact]
    public void The_ticker_calls_nobody_while_hidden_and_everybody_once_on_return()
    {
        var time = new FakeTimeProvider();
        using var ticker = new Ticker(time, _window);
        var ticks = 0;
        using var subscription = ticker.Subscribe(() => ticks++);

        _window.Set(isHidden: true);
        time.Advance(Ticker.Interval * 5);
        Assert.Equal(0, ticks);

        _window.Set(isHidden: false);
        Assert.Equal(1, ticks);
        time.Advance(Ticker.Interval);
        Assert.Equal(2, ticks);
    }
}
