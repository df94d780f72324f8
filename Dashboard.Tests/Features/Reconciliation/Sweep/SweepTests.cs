using Dashboard.Domain.Events;
using Dashboard.Features.Reconciliation.Sweep;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Dashboard.Tests.Features.Reconciliation.Sweep.SweepBench;

namespace Dashboard.Tests.Features.Reconciliation.Sweep;

/// <summary>Passes over users: whom they ask about, in which order, and what survives what.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly SweepBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_pass_asks_about_everybody_once_and_tells_how_it_went()
    {
        await UsersAsync(30);

        await _bench.SweepAsync();

        Assert.Equal(30, _bench.SnapTrade.ListsAsked.Distinct().Count());
        Assert.Equal(30, _bench.SnapTrade.ListsAsked.Count);
        var pass = await _bench.PassAsync();
        Assert.Equal((30, 30, 0, 0), (pass.Total, pass.Checked, pass.Failed, pass.Left));
        Assert.Equal(_bench.Time.GetUtcNow(), pass.FinishedAt);
    }

    [Fact]
    public async Task Users_in_doubt_come_first_then_broken_ones_then_the_longest_unchecked()
    {
        await _bench.Database.EventsAsync(
            Some.Added(0, "healthy", "d healthy"),
            Some.Broken(20, "broken lately", "c broken lately"),
            Some.Broken(10, "broken long", "b broken long"),
            Some.Event(EventTypes.ConnectionUpdated, 5, "doubtful", "a doubtful")
        );
        foreach (
            var id in (string[])["d healthy", "c broken lately", "b broken long", "a doubtful", "e", "f"]
        )
            await _bench.UserAsync(id);
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

        Assert.Equal(["a doubtful", "b broken long", "c broken lately", "d healthy", "f", "e"], order);
    }

    [Fact]
    public async Task More_broken_connections_than_one_look_takes_still_come_first()
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
    public async Task Doubts_that_nobody_can_settle_do_not_keep_others_from_coming_first()
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

    [Fact]
    public async Task A_restart_goes_on_where_the_pass_was()
    {
        await UsersAsync(30);
        await _bench.BeginAsync();
        using (var first = _bench.Node())
        {
            Assert.True(await first.RunRoundAsync(Token));
            await first.StopAsync(Token);
        }
        Assert.Equal((24, 6), ((await _bench.PassAsync()).Checked, (await _bench.PassAsync()).Left));
        using var second = _bench.Node();

        await RunAsync(second);

        Assert.Equal(30, _bench.SnapTrade.ListsAsked.Count);
        Assert.NotNull((await _bench.PassAsync()).FinishedAt);
    }

    [Fact]
    public async Task What_a_node_did_before_it_died_in_the_middle_of_a_round_is_counted()
    {
        await UsersAsync(30);
        await _bench.BeginAsync();
        using var killed = new CancellationTokenSource();
        _bench.SnapTrade.OnListAsked = _ =>
            _bench.SnapTrade.ListsAsked.Count > 12 ? killed.CancelAsync() : Task.CompletedTask;
        using (var first = _bench.Node())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.RunRoundAsync(killed.Token));
        _bench.SnapTrade.OnListAsked = _ => Task.CompletedTask;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        using var second = _bench.Node();

        await RunAsync(second);

        var pass = await _bench.PassAsync();
        Assert.Equal((30, 30, 0), (pass.Total, pass.Checked, pass.Failed));
    }

    [Fact]
    public async Task One_node_sweeps_and_another_takes_over_when_it_dies()
    {
        await UsersAsync(60);
        await _bench.BeginAsync();
        using var first = _bench.Node();
        using var second = _bench.Node();
        Assert.True(await first.RunRoundAsync(Token));
        Assert.False(await second.RunRoundAsync(Token));
        Assert.True(await first.RunRoundAsync(Token));

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(second);

        Assert.Equal(60, _bench.SnapTrade.ListsAsked.Distinct().Count());
        Assert.Equal(60, _bench.SnapTrade.ListsAsked.Count);
        Assert.Equal(60, (await _bench.PassAsync()).Checked);
    }

    [Fact]
    public async Task A_refused_secret_is_noted_and_not_tried_again()
    {
        await UsersAsync(3);
        _bench.SnapTrade.ListFailures["u01"] = new(SnapTradeErrorKind.Unauthorized, "no") { Code = "1083" };

        await _bench.SweepAsync();
        _bench.Time.Advance(TimeSpan.FromHours(1));
        await _bench.SweepAsync();

        Assert.Single(_bench.SnapTrade.ListsAsked, "u01");
        Assert.False((await _bench.ReadUserAsync("u01")).CanAskSnapTrade);
        Assert.Equal((2, 0), ((await _bench.PassAsync()).Checked, (await _bench.PassAsync()).Failed));
    }

    [Fact]
    public async Task A_list_that_can_not_be_read_is_left_to_the_next_pass()
    {
        await UsersAsync(3);
        _bench.SnapTrade.ListFailures["u01"] = new(SnapTradeErrorKind.ServerError, "500");

        await _bench.SweepAsync();

        var pass = await _bench.PassAsync();
        Assert.Equal((3, 2, 1, null), (pass.Total, pass.Checked, pass.Failed, pass.Trouble));
        Assert.Single(_bench.SnapTrade.ListsAsked, "u01");
        _bench.Time.Advance(TimeSpan.FromHours(1));
        await _bench.SweepAsync();
        Assert.Equal(2, _bench.SnapTrade.ListsAsked.Count(id => id == "u01"));
    }

    [Theory]
    [InlineData(SnapTradeErrorKind.BadRequest)]
    [InlineData(SnapTradeErrorKind.Forbidden)]
    public async Task Users_whom_SnapTrade_refuses_do_not_hold_up_the_others(SnapTradeErrorKind kind)
    {
        await UsersAsync(60);
        for (var i = 0; i < 30; i++)
            _bench.SnapTrade.ListFailures[$"u{i:00}"] = new(kind, "no");

        await _bench.SweepAsync();

        var pass = await _bench.PassAsync();
        Assert.Equal((30, 30, null), (pass.Checked, pass.Failed, pass.Trouble));
        Assert.NotNull(pass.FinishedAt);
    }

    [Fact]
    public async Task A_round_is_short_when_calls_are_few_so_that_a_pause_soon_takes_hold()
    {
        await UsersAsync(10);
        await _bench.BeginAsync();
        using var node = _bench.Node(callsPerMinute: 30);
        await node.RunRoundAsync(Token);
        Assert.Equal(2, _bench.SnapTrade.ListsAsked.Count);
    }

    [Fact]
    public async Task Nobody_is_asked_about_twice_when_the_node_that_began_is_ahead()
    {
        await UsersAsync(30);
        await _bench.BeginAsync();
        await using (var db = _bench.Database.CreateDbContext())
            await db.SweepPasses.ExecuteUpdateAsync(
                s => s.SetProperty(p => p.StartedAt, _bench.Time.GetUtcNow().AddSeconds(40)),
                Token
            );
        using var node = _bench.Node();
        for (var round = 0; round < 3; round++)
            await node.RunRoundAsync(Token);
        Assert.Equal(30, _bench.SnapTrade.ListsAsked.Count);
        Assert.NotNull((await _bench.PassAsync()).FinishedAt);
    }

    [Fact]
    public async Task Who_is_told_to_slow_down_asks_about_the_same_user_again()
    {
        await UsersAsync(2);
        _bench.SnapTrade.OnListAsked = _ =>
        {
            if (_bench.SnapTrade.ListsAsked.Count > 2)
                _bench.SnapTrade.ListFailure = null;
            return Task.CompletedTask;
        };
        _bench.SnapTrade.ListFailure = new(SnapTradeErrorKind.RateLimited, "429");
        await _bench.BeginAsync();
        using var node = _bench.Node();

        await node.RunRoundAsync(Token);
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(node);

        Assert.Equal((2, 0), ((await _bench.PassAsync()).Checked, (await _bench.PassAsync()).Failed));
    }

    [Fact]
    public async Task While_SnapTrade_is_away_one_user_is_tried_less_and_less_often()
    {
        await UsersAsync(60);
        _bench.SnapTrade.ListFailure = new(SnapTradeErrorKind.Unreachable, "away");
        await _bench.BeginAsync();
        using var node = _bench.Node();

        await RunAsync(node);
        Assert.Equal(24, _bench.SnapTrade.ListsAsked.Count);
        Assert.Equal(nameof(SnapTradeErrorKind.Unreachable), (await _bench.PassAsync()).Trouble);
        _bench.Time.Advance(TimeSpan.FromSeconds(30));
        await RunAsync(node);
        _bench.Time.Advance(TimeSpan.FromSeconds(59));
        await RunAsync(node);
        Assert.Equal(25, _bench.SnapTrade.ListsAsked.Count);
        _bench.SnapTrade.ListFailure = null;
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await RunAsync(node);

        var pass = await _bench.PassAsync();
        Assert.Equal((35, 25, null), (pass.Checked, pass.Failed, pass.Trouble));
        Assert.NotNull(pass.FinishedAt);
    }

    [Fact]
    public async Task A_paused_pass_asks_nobody_until_it_is_continued()
    {
        await UsersAsync(30);
        await _bench.BeginAsync();
        using var node = _bench.Node();
        await node.RunRoundAsync(Token);
        var id = (await _bench.PassAsync()).Id;

        Assert.True(await PauseAsync(id, "Ana"));
        Assert.False(await PauseAsync(id, "Ana"));
        Assert.False(await node.RunRoundAsync(Token));
        Assert.False(await _bench.BeginAsync());
        Assert.Equal(24, _bench.SnapTrade.ListsAsked.Count);
        Assert.True(await PauseAsync(id, by: null));
        await RunAsync(node);

        Assert.Equal(30, _bench.SnapTrade.ListsAsked.Count);
    }

    [Fact]
    public async Task One_brokerages_users_are_asked_about_before_a_full_pass_goes_on_and_not_again_by_it()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "q", "zoe", "questrade-id"));
        await _bench.UserAsync("zoe", Works("q"));
        await UsersAsync(30);
        await _bench.BeginAsync();
        using var node = _bench.Node();
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await node.RunRoundAsync(Token);
        Assert.DoesNotContain("zoe", _bench.SnapTrade.ListsAsked);

        Assert.True(await _bench.BeginAsync("questrade-id"));
        await node.RunRoundAsync(Token);
        Assert.Equal("zoe", _bench.SnapTrade.ListsAsked.Last());
        await RunAsync(node);

        Assert.Single(_bench.SnapTrade.ListsAsked, "zoe");
    }

    [Fact]
    public async Task Of_many_who_begin_a_pass_at_once_one_does()
    {
        var begun = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => _bench.BeginAsync()))
        );

        Assert.Single(begun, b => b);
    }

    [Fact]
    public async Task A_pass_is_due_when_the_last_one_began_long_enough_ago_and_there_is_somebody_to_ask_about()
    {
        var hour = TimeSpan.FromHours(1);
        Assert.False(await DueAsync(hour));
        await UsersAsync(1);
        Assert.False(await DueAsync(TimeSpan.Zero));
        Assert.True(await DueAsync(hour));
        _bench.Time.Advance(hour);
        Assert.False(await DueAsync(hour));
        using var node = _bench.Node();
        await RunAsync(node);
        Assert.True(await DueAsync(hour));
        await RunAsync(node);
        _bench.Time.Advance(hour - TimeSpan.FromSeconds(1));
        Assert.False(await DueAsync(hour));
    }

    [Fact]
    public async Task Events_come_in_while_a_pass_goes_on()
    {
        await UsersAsync(24);
        _bench.SnapTrade.OnListAsked = user =>
            _bench.Database.EventsAsync(Some.Broken(30, "of " + user, user));

        await _bench.SweepAsync();

        await using var db = _bench.Database.CreateDbContext();
        Assert.Equal(24, await db.Events.CountAsync(e => e.Source == EventSource.Webhook, Token));
        Assert.Equal(24, (await _bench.PassAsync()).Checked);
    }

    private async Task UsersAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await _bench.UserAsync($"u{i:00}");
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

    private Task<bool> PauseAsync(long id, string? by) => _bench.Passes.PauseAsync(id, by, _ => { }, Token);

    private Task<bool> DueAsync(TimeSpan every) => _bench.Passes.BeginIfDueAsync(every, Token);
}
