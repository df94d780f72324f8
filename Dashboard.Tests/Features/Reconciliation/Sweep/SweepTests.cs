using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Dashboard.Tests.Features.Reconciliation.Sweep.SweepBench;

namespace Dashboard.Tests.Features.Reconciliation.Sweep;

/// <summary>Tests passes over users: which users they check, in which order, and after restarts.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly SweepBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_pass_checks_every_user_once_and_reports_the_result()
    {
        await _bench.UsersAsync(30);

        await _bench.SweepAsync();

        Assert.Equal(30, _bench.SnapTrade.ListsAsked.Distinct().Count());
        Assert.Equal(30, _bench.SnapTrade.ListsAsked.Count);
        var pass = await _bench.PassAsync();
        Assert.Equal((30, 30, 0, 0), (pass.Total, pass.Checked, pass.Failed, pass.Left));
        Assert.Equal(_bench.Time.GetUtcNow(), pass.FinishedAt);
    }

    [Fact]
    public async Task A_restart_continues_the_pass()
    {
        await _bench.UsersAsync(30);
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
        await _bench.UsersAsync(30);
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
        await _bench.UsersAsync(60);
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
    public async Task A_node_that_takes_over_again_counts_what_the_other_did()
    {
        await _bench.UsersAsync(96);
        await _bench.BeginAsync();
        using var first = _bench.Node();
        using var second = _bench.Node();
        foreach (var node in (SweepNode[])[first, second, first])
        {
            Assert.True(await node.RunRoundAsync(Token));
            _bench.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var pass = await _bench.PassAsync();
        Assert.Equal((96, _bench.SnapTrade.ListsAsked.Count), (pass.Total, pass.Checked));
    }

    [Fact]
    public async Task A_round_of_the_same_node_is_added_to_what_was_counted()
    {
        await _bench.UsersAsync(72);
        await _bench.BeginAsync();
        using var node = _bench.Node();
        Assert.True(await node.RunRoundAsync(Token));
        await _bench.UserAsync("later");

        Assert.True(await node.RunRoundAsync(Token));
        var soon = await _bench.PassAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await node.RunRoundAsync(Token));
        var counted = await _bench.PassAsync();

        Assert.Equal((72, 48), (soon.Total, soon.Checked));
        Assert.Equal((73, 72), (counted.Total, counted.Checked));
    }

    [Fact]
    public async Task A_round_is_short_when_calls_are_few_so_that_a_pause_takes_effect_soon()
    {
        await _bench.UsersAsync(10);
        await _bench.BeginAsync();
        using var node = _bench.Node(callsPerMinute: 30);
        await node.RunRoundAsync(Token);
        Assert.Equal(2, _bench.SnapTrade.ListsAsked.Count);
    }

    [Fact]
    public async Task No_user_is_checked_twice_when_the_first_nodes_clock_is_ahead()
    {
        await _bench.UsersAsync(30);
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
    public async Task A_paused_pass_checks_no_user_until_it_is_resumed()
    {
        await _bench.UsersAsync(30);
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
    public async Task One_brokerages_users_are_checked_first_and_not_again_by_the_full_pass()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "q", "zoe", "questrade-id"));
        await _bench.UserAsync("zoe", Works("q"));
        await _bench.UsersAsync(30);
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
    public async Task Of_several_concurrent_starts_of_a_pass_one_succeeds()
    {
        var begun = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => _bench.BeginAsync()))
        );

        Assert.Single(begun, b => b);
    }

    [Fact]
    public async Task A_pass_is_due_after_the_interval_when_there_are_users_to_check()
    {
        var hour = TimeSpan.FromHours(1);
        Assert.False(await DueAsync(hour));
        await _bench.UsersAsync(1);
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
    public async Task Events_are_stored_during_a_pass()
    {
        await _bench.UsersAsync(24);
        _bench.SnapTrade.OnListAsked = user =>
            _bench.Database.EventsAsync(Some.Broken(30, "of " + user, user));

        await _bench.SweepAsync();

        await using var db = _bench.Database.CreateDbContext();
        Assert.Equal(24, await db.Events.CountAsync(e => e.Source == EventSource.Webhook, Token));
        Assert.Equal(24, (await _bench.PassAsync()).Checked);
    }

    private Task<bool> PauseAsync(long id, string? by) => _bench.Passes.PauseAsync(id, by, _ => { }, Token);

    private Task<bool> DueAsync(TimeSpan every) => _bench.Passes.BeginIfDueAsync(every, Token);
}
