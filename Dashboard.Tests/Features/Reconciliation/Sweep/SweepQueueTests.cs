using Dashboard.Domain.Events;
using Dashboard.Features.Reconciliation.Sweep;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Reconciliation.Sweep;

/// <summary>Tests the order in which users are checked.</summary>
public sealed class SweepQueueTests : IDisposable
{
    private readonly SweepBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Users_in_doubt_come_first_then_silent_and_broken_ones_then_the_longest_unchecked()
    {
        await _bench.Database.EventsAsync(
            Some.Added(0, "healthy", "d healthy"),
            Some.Broken(20, "broken lately", "c broken lately"),
            Some.Added(0, "silent", "e silent"),
            Some.Broken(10, "broken long", "b broken long"),
            Some.Event(EventTypes.ConnectionUpdated, 5, "doubtful", "a doubtful")
        );
        foreach (
            var id in (string[])
                ["d healthy", "c broken lately", "b broken long", "a doubtful", "e", "e silent", "f"]
        )
            await _bench.UserAsync(id);
        await using (var db = _bench.Database.CreateDbContext())
            await db
                .Connections.Where(c => c.Id == "silent")
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.SilentSince, Some.Noon), Token);
        await TriedAsync("e", 2);
        await TriedAsync("f", 1);
        await _bench.BeginAsync();
        var queue = new SweepQueue(await _bench.PassAsync());

        List<string> order = [];
        while (await NextAsync(queue) is { Count: > 0 } next)
        {
            order.AddRange(next);
            foreach (var id in next)
                await TriedAsync(id, 120);
        }

        Assert.Equal(
            ["a doubtful", "e silent", "b broken long", "c broken lately", "d healthy", "f", "e"],
            order
        );
    }

    [Fact]
    public async Task More_broken_connections_than_one_round_holds_still_come_first()
    {
        for (var i = 0; i < 205; i++)
            await _bench.Database.EventsAsync(Some.Broken(i / 10d, $"c{i:000}", "many"));
        await _bench.Database.EventsAsync(Some.Broken(50, "last", "z broken"));
        await _bench.UserAsync("many");
        await _bench.UserAsync("z broken");
        await _bench.UserAsync("a healthy");
        await TriedAsync("many", 120);
        await _bench.BeginAsync();

        var queue = new SweepQueue(await _bench.PassAsync());

        Assert.Equal(["z broken"], await NextAsync(queue));
    }

    [Fact]
    public async Task Users_who_can_not_be_checked_do_not_block_others()
    {
        await _bench.Database.EventsAsync([
            .. Enumerable
                .Range(0, 205)
                .Select(i => Some.Event(EventTypes.ConnectionUpdated, i / 10d, $"c{i:000}", "secretless")),
            Some.Event(EventTypes.ConnectionUpdated, 50, "last", "z in doubt"),
        ]);
        await _bench.UserAsync("z in doubt");
        await _bench.UserAsync("a healthy");
        await _bench.BeginAsync();

        Assert.Equal(["z in doubt"], await NextAsync(new SweepQueue(await _bench.PassAsync())));
    }

    private async Task TriedAsync(string userId, double minute)
    {
        await using var db = _bench.Database.CreateDbContext();
        await db
            .SnapTradeUsers.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.CheckTriedAt, Some.Noon.AddMinutes(minute)), Token);
    }

    private async Task<List<string>> NextAsync(SweepQueue queue)
    {
        await using var db = _bench.Database.CreateDbContext();
        return await queue.NextAsync(db, 2, Token);
    }
}
