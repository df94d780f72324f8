using Dashboard.Components.Screens;
using Dashboard.Features.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Connections;

public sealed class ScreenRowsTests : ListContext
{
    private readonly TaskCompletionSource _end = new();

    [Fact]
    public async Task What_a_screen_does_not_show_takes_no_turn_from_the_others()
    {
        Render<BatchHost>();
        HoldAllTurns();
        var told = new TaskCompletionSource();
        using var part = Services
            .GetRequiredService<ScreenRows>()
            .Subscribe(_ => Tell(told), shows: static _ => false);

        await HappenAsync(BrokeAt(Now, "one"));

        await told.Task.WaitAsync(Token);
        _end.SetResult();
    }

    [Fact]
    public async Task What_a_screen_shows_waits_for_its_turn()
    {
        Render<BatchHost>();
        HoldAllTurns();
        var (asked, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var part = Services
            .GetRequiredService<ScreenRows>()
            .Subscribe(
                _ => Tell(told),
                _ =>
                {
                    asked.TrySetResult();
                    return true;
                }
            );

        await HappenAsync(BrokeAt(Now, "one"));

        await asked.Task.WaitAsync(Token);
        Assert.False(told.Task.IsCompleted);
        _end.SetResult();
        await told.Task.WaitAsync(Token);
    }

    private void HoldAllTurns()
    {
        var turns = Services.GetRequiredService<ScreenRenders>();
        for (var i = 0; i < ScreenRenders.AtOnce; i++)
            _ = turns.RunAsync(() => _end.Task, Token);
    }

    private static Task Tell(TaskCompletionSource told)
    {
        told.TrySetResult();
        return Task.CompletedTask;
    }
}
