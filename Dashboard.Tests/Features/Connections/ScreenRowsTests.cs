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
    public async Task What_a_screen_shows_takes_a_turn()
    {
        Render<BatchHost>();
        var (free, told) = (0, new TaskCompletionSource());
        using var part = Services
            .GetRequiredService<ScreenRows>()
            .Subscribe(
                _ =>
                {
                    free = HoldAllTurns();
                    return Tell(told);
                },
                shows: static _ => true
            );

        await HappenAsync(BrokeAt(Now, "one"));

        await told.Task.WaitAsync(Token);
        Assert.Equal(ScreenRenders.AtOnce - 1, free);
        _end.SetResult();
    }

    /// <returns>How many were free.</returns>
    private int HoldAllTurns()
    {
        var (turns, free) = (Services.GetRequiredService<ScreenRenders>(), 0);
        for (var i = 0; i < ScreenRenders.AtOnce; i++)
        {
            _ = turns.RunAsync(
                () =>
                {
                    free++;
                    return _end.Task;
                },
                Token
            );
        }
        return free;
    }

    private static Task Tell(TaskCompletionSource told)
    {
        told.TrySetResult();
        return Task.CompletedTask;
    }
}
