using Dashboard.Components.Screens;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Components.Screens;

public sealed class ScreenRendersTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Half_of_the_cores_render_screens_and_a_stuck_screen_holds_up_the_others_for_a_while()
    {
        var turns = new ScreenRenders(_clock);
        var stuck = new TaskCompletionSource();
        var held = Enumerable
            .Range(0, Math.Max(1, Environment.ProcessorCount / 2))
            .Select(_ => turns.RunAsync(() => stuck.Task))
            .ToList();
        var isRendered = false;

        var next = turns.RunAsync(() =>
        {
            isRendered = true;
            return Task.CompletedTask;
        });

        Assert.False(isRendered);
        _clock.Advance(TimeSpan.FromSeconds(3));
        await next;
        Assert.All(held, one => Assert.False(one.IsCompleted));
        stuck.SetResult();
        await Task.WhenAll(held);
    }

    [Fact]
    public async Task A_screen_that_fails_tells_its_caller_and_leaves_the_turn_to_the_next()
    {
        var turns = new ScreenRenders(_clock);

        for (var i = 0; i <= Environment.ProcessorCount; i++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() =>
                turns.RunAsync(() => Task.FromException(new TimeoutException()))
            );
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                turns.RunAsync(() => throw new InvalidOperationException())
            );
        }
        await turns.RunAsync(() => Task.CompletedTask);
    }
}
