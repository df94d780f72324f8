using System.Data.Common;
using Bunit;
using Dashboard.Access;
using Dashboard.Components.Screens;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Components.Screens;

public sealed class ScreenBaseTests : ComponentContext
{
    public ScreenBaseTests() => Services.AddLogging();

    [Fact]
    public async Task The_newest_load_wins_although_an_older_one_answers_later()
    {
        var screen = Screen();
        TaskCompletionSource<string> older = new(),
            newer = new();

        var first = screen.ReadAsync(_ => older.Task);
        var second = screen.ReadAsync(_ => newer.Task);
        newer.SetResult("newer");
        older.SetResult("older");
        await Task.WhenAll(first, second);

        Assert.Equal("newer", screen.Shown);
    }

    [Fact]
    public async Task A_superseded_load_that_fails_shows_no_error()
    {
        var screen = Screen();
        TaskCompletionSource<string> older = new(),
            newer = new();

        var first = screen.ReadAsync(_ => older.Task);
        var second = screen.ReadAsync(_ => newer.Task);
        newer.SetResult("newer");
        await second;
        older.SetException(new DatabaseError());
        await first;

        Assert.Null(screen.Reference);
        Assert.Equal("newer", screen.Shown);
    }

    [Fact]
    public async Task A_superseded_load_is_cancelled()
    {
        var screen = Screen();
        CancellationToken token = default;
        var never = new TaskCompletionSource<string>();

        var first = screen.ReadAsync(cancellation =>
        {
            token = cancellation;
            return never.Task.WaitAsync(cancellation);
        });
        await screen.ReadAsync(_ => Task.FromResult("newer"));
        await first;

        Assert.True(token.IsCancellationRequested);
        Assert.Equal("newer", screen.Shown);
    }

    [Fact]
    public async Task A_transient_failure_becomes_a_reference_until_a_load_succeeds()
    {
        var screen = Screen();

        await screen.ReadAsync(_ =>
            Task.FromException<string>(new InvalidOperationException("", new DatabaseError()))
        );
        Assert.NotNull(screen.Reference);
        Assert.False(screen.IsReading);

        await screen.ReadAsync(_ => Task.FromResult("read"));
        Assert.Null(screen.Reference);
    }

    [Fact]
    public async Task An_error_of_the_program_reaches_the_error_boundary()
    {
        var screen = Screen();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            screen.ReadAsync(_ => Task.FromException<string>(new InvalidOperationException("bug")))
        );
    }

    [Fact]
    public async Task An_action_runs_once_at_a_time()
    {
        var screen = Screen();
        var answer = new TaskCompletionSource();
        var runs = 0;

        var first = screen.ActAsync(_ =>
        {
            runs++;
            return answer.Task;
        });
        Assert.False(await screen.ActAsync(_ => Task.FromResult(runs++)));
        answer.SetResult();

        Assert.True(await first);
        Assert.Equal(1, runs);
        Assert.True(await screen.ActAsync(_ => Task.FromResult(runs++)));
    }

    [Fact]
    public async Task Leaving_the_screen_cancels_its_work_and_disposes_its_subscriptions()
    {
        var screen = Screen();
        var never = new TaskCompletionSource<string>();
        var subscription = new Subscription();
        screen.Keep(subscription);
        var load = screen.ReadAsync(token => never.Task.WaitAsync(token));

        screen.Dispose();
        await load;

        Assert.True(subscription.IsDisposed);
        Assert.Null(screen.Reference);
        Assert.Null(screen.Shown);
    }

    [Fact]
    public async Task A_load_can_be_cancelled_and_shows_neither_a_result_nor_an_error()
    {
        var screen = Screen();
        var never = new TaskCompletionSource<string>();
        var load = screen.ReadAsync(token => never.Task.WaitAsync(token));

        screen.Cancel();
        await load;

        Assert.False(screen.IsReading);
        Assert.Null(screen.Reference);
        Assert.Null(screen.Shown);
    }

    [Fact]
    public async Task Screens_read_in_turn_however_many_ask_at_once()
    {
        var answer = new TaskCompletionSource<string>();
        var (reading, most) = (0, 0);
        var screens = Enumerable.Range(0, 50).Select(_ => Screen()).ToList();

        var loads = screens.ConvertAll(screen =>
            screen.ReadAsync(async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref reading));
                await answer.Task;
                Interlocked.Decrement(ref reading);
                return "read";
            })
        );
        var atOnce = reading;
        answer.SetResult("");
        await Task.WhenAll(loads);

        Assert.Equal(ScreenReads.AtOnce, atOnce);
        Assert.Equal(atOnce, most);
        Assert.All(screens, screen => Assert.Equal("read", screen.Shown));
    }

    [Fact]
    public async Task A_screen_that_is_left_or_reads_anew_gives_its_place_in_the_queue_up()
    {
        var never = new TaskCompletionSource<string>();
        var readers = Enumerable
            .Range(0, ScreenReads.AtOnce)
            .Select(_ => Screen().ReadAsync(_ => never.Task))
            .ToList();
        var (left, anew) = (Screen(), Screen());
        var reads = new List<string>();

        var loads = new List<Task> { left.ReadAsync(_ => Read("left")), anew.ReadAsync(_ => Read("older")) };
        left.Dispose();
        loads.Add(anew.ReadAsync(_ => Read("newer")));
        never.SetResult("");
        await Task.WhenAll([.. readers, .. loads]);

        Assert.Equal(["newer"], reads);
        Assert.Equal("newer", anew.Shown);

        Task<string> Read(string name)
        {
            reads.Add(name);
            return Task.FromResult(name);
        }
    }

    [Fact]
    public async Task A_long_reading_holds_up_the_others_for_a_second()
    {
        var never = new TaskCompletionSource<string>();
        var readers = Enumerable
            .Range(0, ScreenReads.AtOnce)
            .Select(_ => Screen().ReadAsync(_ => never.Task))
            .ToList();
        var next = Screen();

        var load = next.ReadAsync(_ => Task.FromResult("read"));
        Assert.Null(next.Shown);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await load;

        Assert.Equal("read", next.Shown);
        Assert.All(readers, reader => Assert.False(reader.IsCompleted));
        never.SetResult("");
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task What_waits_for_something_else_than_the_database_takes_no_turn()
    {
        var never = new TaskCompletionSource<string>();
        var waiting = new List<Task>();
        for (var i = 0; i < ScreenReads.AtOnce; i++)
        {
            waiting.Add(Screen().WaitAsync(_ => never.Task));
            waiting.Add(Screen().ReadAsync(_ => Task.FromResult("typed"), TimeSpan.FromSeconds(1)));
        }
        var other = Screen();

        await other.ReadAsync(_ => Task.FromResult("read"));

        Assert.Equal("read", other.Shown);
        Assert.All(waiting, one => Assert.False(one.IsCompleted));
        Clock.Advance(TimeSpan.FromSeconds(1));
        never.SetResult("");
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task A_disposed_screen_reads_nothing()
    {
        var screen = Screen();
        screen.Dispose();
        var reads = 0;

        await screen.ReadAsync(_ => Task.FromResult($"{reads++}"));

        Assert.Equal(0, reads);
    }

    [Fact]
    public async Task An_action_without_permission_says_so_until_one_succeeds()
    {
        var screen = Screen();

        Assert.False(await screen.ActAsync(_ => throw new AccessDeniedException(Permission.ManageLinks)));
        Assert.Equal("Your role does not allow this any more. Ask an admin.", screen.Message);

        Assert.True(await screen.ActAsync(_ => Task.CompletedTask));
        Assert.Null(screen.Message);
    }

    private SampleScreen Screen() => Render<SampleScreen>().Instance;

    private sealed class SampleScreen : ScreenBase
    {
        public string? Shown { get; private set; }

        public string? Reference => Failure;

        public string? Message => Problem;

        public bool IsReading => IsLoading;

        public Task ReadAsync(Func<CancellationToken, Task<string>> read, TimeSpan pause = default) =>
            LoadAsync(read, result => Shown = result, pause);

        public Task WaitAsync(Func<CancellationToken, Task<string>> work) =>
            AwaitAsync(work, result => Shown = result);

        public Task<bool> ActAsync(Func<CancellationToken, Task> act) => TryAsync(act);

        public void Cancel() => CancelLoad();

        public void Keep(IDisposable subscription) => Own(subscription);
    }

    private sealed class Subscription : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class DatabaseError() : DbException("The database failed.");
}
