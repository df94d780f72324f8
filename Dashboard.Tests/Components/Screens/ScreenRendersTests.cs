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
            .Select(_ => turns.RunAsync(() => stuck.Task, Token))
            .ToList();
        var isRendered = false;

        var next = turns.RunAsync(
            () =>
            {
                isRendered = true;
                return Task.CompletedTask;
            },
            Token
        );

        Assert.False(isRendered);
        _clock.Advance(TimeSpan.FromSeconds(3));
        await next;
        Assert.All(held, one => Assert.False(one.IsCompleted));
        stuck.SetResult();
        await Task.WhenAll(held);
    }

    [Fact]
    public async Task Work_that_keeps_its_thread_holds_up_the_others_for_a_while_too()
    {
        var turns = new Turns(1, TimeSpan.FromSeconds(1), _clock);
        using var begun = new SemaphoreSlim(0);
        using var end = new ManualResetEventSlim();
        var busy = Task.Run(
            () =>
                turns.RunAsync(() =>
                {
                    begun.Release();
                    end.Wait(Token);
                    return Task.CompletedTask;
                }),
            Token
        );
        await begun.WaitAsync(Token);

        var next = turns.RunAsync(() => Task.CompletedTask, Token);
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await next;

        Assert.False(busy.IsCompleted);
        end.Set();
        await busy;
        // Its turn was not given back twice.
        var held = new TaskCompletionSource();
        var first = turns.RunAsync(() => held.Task, Token);
        var second = turns.RunAsync(() => Task.CompletedTask, Token);
        Assert.False(second.IsCompleted);
        held.SetResult();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task A_screen_that_fails_tells_its_caller_and_leaves_the_turn_to_the_next()
    {
        var turns = new ScreenRenders(_clock);

        for (var i = 0; i <= Environment.ProcessorCount; i++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() =>
                turns.RunAsync(() => Task.FromException(new TimeoutException()), Token)
            );
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                turns.RunAsync(() => throw new InvalidOperationException(), Token)
            );
        }
        await turns.RunAsync(() => Task.CompletedTask, Token);
    }
}
