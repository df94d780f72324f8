using System.Threading.Channels;
using Dashboard.Domain.Connections;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Live;

public sealed class SubscriptionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<FeedUpdate> _told = Channel.CreateUnbounded<FeedUpdate>();

    [Fact]
    public async Task A_quiet_listener_is_called_at_once_and_a_busy_one_once_per_gap()
    {
        var subscription = Open();
        subscription.Post(Change("a", 1));
        Assert.Equal("a1", Text(await NextAsync()));

        subscription.Post(Change("a", 2));
        subscription.Post(Change("b", 1));
        subscription.Post(Change("a", 3));
        Assert.False(_told.Reader.TryRead(out _));

        Assert.Equal("a3 b1", Text(await NextAfterGapAsync()));
    }

    [Fact]
    public async Task An_older_version_that_arrives_later_does_not_replace_a_newer()
    {
        var subscription = Open();
        subscription.Post(Change("first", 1));
        await NextAsync();

        subscription.Post(Change("a", 3));
        subscription.Post(Change("a", 2));

        Assert.Equal("a3", Text(await NextAfterGapAsync()));
    }

    [Fact]
    public async Task Merged_changes_keep_the_health_before_the_first()
    {
        var subscription = Open();
        subscription.Post(Change("first", 1));
        await NextAsync();

        subscription.Post(Change("a", 1, Health.Disabled, before: Health.Healthy));
        subscription.Post(Change("a", 2, Health.Deleted, before: Health.Disabled));

        var change = Assert.Single((await NextAfterGapAsync()).Changes);
        Assert.Equal((Health.Healthy, Health.Deleted), (change.PreviousHealth, change.Health));
    }

    [Fact]
    public async Task Too_many_changes_make_a_listener_read_again()
    {
        var subscription = Open(maxChanges: 2);
        subscription.Post(Change("first", 1));
        await NextAsync();

        foreach (var id in (string[])["a", "b", "c"])
            subscription.Post(Change(id, 1));

        var update = await NextAfterGapAsync();
        Assert.True(update.MustReread);
        Assert.Empty(update.Changes);
    }

    [Fact]
    public async Task A_request_to_read_again_is_not_lost_among_changes()
    {
        var subscription = Open();
        subscription.Post(Change("first", 1));
        await NextAsync();

        subscription.Post(FeedUpdate.Reread);
        subscription.Post(Change("a", 1));

        Assert.True((await NextAfterGapAsync()).MustReread);
    }

    [Fact]
    public async Task A_listener_that_fails_is_called_the_next_time_too()
    {
        var failures = Channel.CreateUnbounded<Exception>();
        var calls = 0;
        var subscription = new Subscription<FeedUpdate>(
            update =>
            {
                if (calls++ == 0)
                    throw new InvalidOperationException("a listener's own fault");
                return _told.Writer.WriteAsync(update).AsTask();
            },
            new PendingChanges(10),
            new Pace(ConnectionFeed.Gap),
            _time,
            failure => failures.Writer.TryWrite(failure)
        );

        subscription.Post(Change("a", 1));
        Assert.IsType<InvalidOperationException>(await failures.Reader.ReadAsync(Token));
        subscription.Post(Change("b", 1));

        Assert.Equal("b1", Text(await NextAfterGapAsync()));
    }

    [Fact]
    public async Task A_listener_that_never_finishes_delays_no_other_and_is_not_called_twice()
    {
        var stuck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        var slow = new Subscription<FeedUpdate>(
            _ =>
            {
                Interlocked.Increment(ref calls);
                return stuck.Task;
            },
            new PendingChanges(10),
            new Pace(ConnectionFeed.Gap),
            _time,
            _ => { }
        );
        var quick = Open();
        for (var i = 1; i <= 3; i++)
        {
            slow.Post(Change("a", i));
            quick.Post(Change("a", i));
            Assert.Equal($"a{i}", Text(await NextAfterGapAsync()));
        }
        Assert.Equal(1, calls);
        stuck.SetResult();
    }

    [Fact]
    public async Task A_slow_listener_rests_twice_as_long_as_its_call_took()
    {
        var took = TimeSpan.FromSeconds(3);
        var slow = new Subscription<FeedUpdate>(
            update =>
            {
                if (update.Changes is [{ Version: 1 }])
                    _time.Advance(took);
                return _told.Writer.WriteAsync(update).AsTask();
            },
            new PendingChanges(10),
            new Pace(ConnectionFeed.Gap),
            _time,
            failure => _told.Writer.TryComplete(failure)
        );
        slow.Post(Change("a", 1));
        await NextAsync();
        var told = _time.GetUtcNow();

        slow.Post(Change("a", 2));

        Assert.Equal("a2", Text(await NextAfterGapAsync()));
        Assert.True(_time.GetUtcNow() - told >= 2 * took);
    }

    [Fact]
    public async Task A_screen_that_nobody_sees_is_told_once_on_return()
    {
        var returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hidden = new Subscription<FeedUpdate>(
            update => _told.Writer.WriteAsync(update).AsTask(),
            new PendingChanges(10),
            new Pace(ConnectionFeed.Gap) { Shown = () => returned.Task },
            _time,
            failure => _told.Writer.TryComplete(failure)
        );
        var visible = Open();
        for (var i = 1; i <= 3; i++)
        {
            hidden.Post(Change("a", i));
            hidden.Post(Change($"b{i}", 1));
            visible.Post(Change("seen", i));
            Assert.Equal($"seen{i}", Text(await NextAfterGapAsync()));
        }

        returned.SetResult();

        Assert.Equal("a3 b11 b21 b31", Text(await NextAsync()));
        _time.Advance(ConnectionFeed.Gap);
        visible.Post(Change("later", 1));
        Assert.Equal("later1", Text(await NextAfterGapAsync()));
    }

    [Fact]
    public async Task A_burst_makes_a_screen_read_again_every_two_seconds_and_once_at_the_end()
    {
        var screen = new Subscription<FeedUpdate>(
            update => _told.Writer.WriteAsync(update).AsTask(),
            new PendingChanges(10),
            ConnectionFeed.PaceOfScreens(() => Task.CompletedTask),
            _time,
            failure => _told.Writer.TryComplete(failure)
        );
        screen.Post(FeedUpdate.Reread);
        await NextAsync();
        var first = _time.GetUtcNow();

        screen.Post(Change("small", 1));
        Assert.Equal("small1", Text(await NextAfterGapAsync()));
        screen.Post(FeedUpdate.Reread);
        screen.Post(FeedUpdate.Reread);
        Assert.True((await NextAfterGapAsync()).MustReread);
        Assert.True(_time.GetUtcNow() - first >= ConnectionFeed.RereadGap);

        _time.Advance(ConnectionFeed.RereadGap * 2);
        Assert.False(_told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_closed_subscription_is_silent()
    {
        var subscription = Open();
        subscription.Post(Change("a", 1));
        await NextAsync();
        subscription.Post(Change("a", 2));
        subscription.Close();
        subscription.Post(Change("a", 3));

        var after = Open();
        after.Post(Change("later", 1));

        Assert.Equal("later1", Text(await NextAfterGapAsync()));
        Assert.False(_told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Each_of_many_listeners_is_called_less_often()
    {
        const int Listeners = 5;
        var listeners = new Listeners<FeedUpdate>(_time, failure => _told.Writer.TryComplete(failure));
        var pace = new Pace(ConnectionFeed.Gap) { GapPerListener = ConnectionFeed.Gap };
        for (var i = 0; i < Listeners; i++)
            listeners.Add(update => _told.Writer.WriteAsync(update).AsTask(), new PendingChanges(10), pace);
        listeners.Post(Change("a", 1));
        for (var i = 0; i < Listeners; i++)
            await NextAsync();
        var start = _time.GetUtcNow();

        listeners.Post(Change("a", 2));

        Assert.Equal("a2", Text(await NextAfterGapAsync()));
        Assert.True(_time.GetUtcNow() - start >= Listeners * ConnectionFeed.Gap);
    }

    private Subscription<FeedUpdate> Open(int maxChanges = 10) =>
        new(
            update => _told.Writer.WriteAsync(update).AsTask(),
            new PendingChanges(maxChanges),
            new Pace(ConnectionFeed.Gap),
            _time,
            failure => _told.Writer.TryComplete(failure)
        );

    private ValueTask<FeedUpdate> NextAsync() => _told.Reader.ReadAsync(Token);

    // When the gap began can't be seen, so the clock moves until it is over.
    private async Task<FeedUpdate> NextAfterGapAsync()
    {
        FeedUpdate? update = null;
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(ConnectionFeed.Gap);
                return _told.Reader.TryRead(out update);
            },
            "the listener was told"
        );
        return update!;
    }

    private static FeedUpdate Change(
        string id,
        long version,
        Health health = Health.Disabled,
        Health? before = null
    ) =>
        new(
            [new ConnectionChange(id, "u", "b", health, before, Some.Noon, false, version)],
            MustReread: false
        );

    private static string Text(FeedUpdate update) =>
        string.Join(' ', update.Changes.Select(c => $"{c.Id}{c.Version}").Order(StringComparer.Ordinal));
}
