using System.Threading.Channels;
using Dashboard.Domain.Events;
using Dashboard.Features.Connections;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Connections;

public sealed class ChangedCountsTests : DatabaseContext
{
    private static readonly DateTimeOffset Now = Some.Noon;

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly InProcessChangeBus _bus = new();
    private readonly Channel<CountsUpdate> _told = Channel.CreateUnbounded<CountsUpdate>();
    private int _broken;

    [Fact]
    public async Task Counts_of_a_single_change_follow_after_the_delay()
    {
        using var counts = await SubscribeAsync();

        await BreakAsync();

        Assert.Equal(1, await NextAsync());
        Assert.True(_clock.GetUtcNow() - Now >= ChangedCounts.Delay);
    }

    [Fact]
    public async Task While_changes_keep_coming_counts_follow_twice_a_second_and_end_with_the_last_change()
    {
        const int Changes = 60;
        using var counts = await SubscribeAsync();
        await BreakAsync();
        List<long> told = [await NextAsync() ?? -1];

        for (var i = 1; i < Changes; i++)
        {
            await BreakAsync();
            _clock.Advance(TimeSpan.FromMilliseconds(50));
        }
        while (told.LastOrDefault() < Changes)
            told.Add(await NextAsync() ?? -1);

        Assert.InRange(told.Count, 2, (_clock.GetUtcNow() - Now) / ChangedCounts.Gap + 1);
        Assert.Equal(told.Order(), told);
    }

    [Fact]
    public async Task Counts_that_can_t_be_read_are_told_as_unknown()
    {
        using var counts = await SubscribeAsync();
        await BreakAsync();
        await NextAsync();
        await using (var db = Database.CreateDbContext())
            await db.Database.RunSqliteAsync("ALTER TABLE HealthCounts RENAME TO Away");

        await _bus.PublishAsync(Database.Changes.All);

        Assert.Null(await NextAsync());
    }

    private async Task<ChangedCounts> SubscribeAsync()
    {
        var feed = new ConnectionFeed(_bus, _clock, NullLogger<ConnectionFeed>.Instance);
        await feed.StartAsync(Token);
        var counts = new ChangedCounts(Database, feed, _clock, NullLogger<ChangedCounts>.Instance);
        counts.Subscribe(update => _told.Writer.WriteAsync(update).AsTask(), () => Task.CompletedTask);
        return counts;
    }

    private async Task BreakAsync()
    {
        var known = Database.Changes.All.Count;
        await Database.EventsAsync(
            Some.Event(EventTypes.ConnectionBroken, 0, $"c{_broken++}", "user") with
            {
                OccurredAt = Now,
                ReceivedAt = Now,
            }
        );
        await _bus.PublishAsync([.. Database.Changes.All.Skip(known)]);
    }

    private async Task<long?> NextAsync()
    {
        CountsUpdate? next = null;
        await Eventually.TrueAsync(
            () =>
            {
                if (_told.Reader.TryRead(out next))
                    return true;
                _clock.Advance(TimeSpan.FromMilliseconds(20));
                return false;
            },
            "counts were told"
        );
        return next!.Counts?.All.Disabled;
    }
}
