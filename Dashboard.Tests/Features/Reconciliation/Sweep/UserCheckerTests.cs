using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using static Dashboard.Tests.Features.Reconciliation.Sweep.SweepBench;

namespace Dashboard.Tests.Features.Reconciliation.Sweep;

/// <summary>What comparing one user's connections with SnapTrade's list does.</summary>
public sealed class UserCheckerTests : IDisposable
{
    private readonly SweepBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Missed_changes_become_events_at_the_time_they_happened()
    {
        await _bench.Database.EventsAsync(
            Some.Added(0, "broke", "u"),
            Some.Added(0, "mended", "u"),
            Some.Broken(5, "mended", "u"),
            Some.Added(0, "gone", "u"),
            Some.Added(0, "same", "u")
        );
        await _bench.UserAsync("u", Broken("broke", 30), Works("mended"), Broken("new", 40), Works("same"));
        await _bench.LookedAtAsync();

        var check = await CheckAsync();

        Assert.Equal((VerificationStatus.Verified, 4), (check.Status, check.Connections));
        Assert.Equal(
            [
                ("broke", DifferenceKind.MissedBreak, false),
                ("gone", DifferenceKind.VanishedConnection, false),
                ("mended", DifferenceKind.MissedFix, false),
                ("new", DifferenceKind.UnknownConnection, false),
            ],
            (await _bench.DifferencesAsync()).Select(d => (d.ConnectionId, d.Kind, d.IsFirstLook))
        );
        Assert.Equal(
            [
                ("broke", EventTypes.ConnectionBroken),
                ("gone", EventTypes.ConnectionDeleted),
                ("mended", EventTypes.ConnectionFixed),
                ("new", EventTypes.ConnectionBroken),
            ],
            (await _bench.PollsAsync()).Select(e => (e.ConnectionId!, e.Type))
        );
        var broke = await _bench.ConnectionAsync("broke");
        Assert.Equal((Health.Disabled, Some.Noon.AddMinutes(30)), (broke.Health, broke.Since));
        Assert.Equal(Health.Healthy, (await _bench.ConnectionAsync("mended")).Health);
        Assert.Equal(Health.Deleted, (await _bench.ConnectionAsync("gone")).Health);
        Assert.Equal(Some.Noon.AddMinutes(40), (await _bench.ConnectionAsync("new")).Since);
    }

    [Fact]
    public async Task What_webhooks_lack_is_filled_in_and_every_connection_counts_as_checked()
    {
        await _bench.Database.EventsAsync(Some.Fixed(0, "c", "u"));
        await _bench.UserAsync("u", Works("c"));

        await CheckAsync();

        var connection = await _bench.ConnectionAsync("c");
        Assert.Equal(
            ("questrade-id", "My c", "trade", _bench.Time.GetUtcNow()),
            (connection.BrokerageId, connection.Name, connection.Type, connection.LastVerifiedAt)
        );
        Assert.Equal(Some.Noon.AddDays(-90), connection.CreatedAt);
        Assert.Equal(_bench.Time.GetUtcNow(), (await _bench.ReadUserAsync("u")).CheckedAt);
    }

    [Fact]
    public async Task Confirming_checks_record_no_event_and_reload_no_screen()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "c", "u"));
        await _bench.UserAsync("u", Works("c"));
        await CheckAsync();
        var told = _bench.Database.Changes.All.Count;

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await CheckAsync();

        Assert.Empty(await _bench.PollsAsync());
        Assert.Equal(told, _bench.Database.Changes.All.Count);
        Assert.Equal(_bench.Time.GetUtcNow(), (await _bench.ConnectionAsync("c")).LastVerifiedAt);
    }

    [Fact]
    public async Task A_wrongly_empty_list_deletes_nothing()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "c1", "u"), Some.Added(0, "c2", "u"));
        await _bench.UserAsync("u");
        _bench.SnapTrade.Connections["c1"] = Works("c1");
        _bench.SnapTrade.Connections["c2"] = Broken("c2", 30);

        await CheckAsync();

        Assert.Equal(Health.Healthy, (await _bench.ConnectionAsync("c1")).Health);
        Assert.Equal(Health.Disabled, (await _bench.ConnectionAsync("c2")).Health);
    }

    [Fact]
    public async Task An_answer_that_fails_half_way_changes_nothing()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "c1", "u"), Some.Added(0, "gone", "u"));
        await _bench.UserAsync("u", Broken("c1", 30));
        _bench.SnapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.ServerError, "down");

        var check = await CheckAsync();

        Assert.Equal(VerificationStatus.Unavailable, check.Status);
        Assert.Equal(Health.Healthy, (await _bench.ConnectionAsync("c1")).Health);
        var user = await _bench.ReadUserAsync("u");
        Assert.Equal((null, _bench.Time.GetUtcNow()), (user.CheckedAt, user.CheckTriedAt));
    }

    [Fact]
    public async Task An_event_that_arrives_during_the_check_is_no_difference()
    {
        await _bench.Database.EventsAsync(
            Some.Added(0, "mended", "u"),
            Some.Broken(5, "mended", "u"),
            Some.Added(0, "broke", "u")
        );
        await _bench.UserAsync("u", Broken("mended", 5), Works("broke"));
        _bench.SnapTrade.OnListAsked = _ =>
            _bench.Database.EventsAsync(
                Some.Fixed(60.1, "mended", "u"),
                Some.Broken(60.1, "broke", "u"),
                Some.Added(60.1, "added", "u")
            );

        await CheckAsync();

        Assert.Empty(await _bench.DifferencesAsync());
        Assert.Empty(await _bench.PollsAsync());
        Assert.Equal(Health.Healthy, (await _bench.ConnectionAsync("mended")).Health);
        Assert.Equal(Health.Disabled, (await _bench.ConnectionAsync("broke")).Health);
        Assert.Equal(Health.Healthy, (await _bench.ConnectionAsync("added")).Health);
    }

    [Fact]
    public async Task A_just_reported_change_is_no_difference_despite_clock_skew()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "c", "u"), Some.Broken(59.9, "c", "u"));
        await _bench.UserAsync("u", Broken("c", 59.9));
        _bench.SnapTrade.Skew = TimeSpan.FromSeconds(-12);

        await CheckAsync();

        Assert.Empty(await _bench.DifferencesAsync());
        Assert.Empty(await _bench.PollsAsync());
    }

    [Fact]
    public async Task A_missed_break_is_found_even_when_its_repair_arrives_during_the_check()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "c", "u"));
        await _bench.UserAsync("u", Broken("c", 30));
        _bench.SnapTrade.OnListAsked = _ => _bench.Database.EventsAsync(Some.Fixed(60.1, "c", "u"));

        await CheckAsync();

        Assert.Equal(DifferenceKind.MissedBreak, Assert.Single(await _bench.DifferencesAsync()).Kind);
        Assert.Equal(Health.Healthy, (await _bench.ConnectionAsync("c")).Health);
    }

    [Fact]
    public async Task A_first_check_is_marked_and_an_indicated_change_is_no_difference()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "c", "u"));
        await _bench.UserAsync("u", Broken("c", 30));
        await CheckAsync();
        await _bench.Database.EventsAsync(Some.Event(EventTypes.ConnectionUpdated, 61, "c", "u"));
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        _bench.SnapTrade.Lists["u"] = [Works("c")];

        var check = await CheckAsync();

        Assert.Equal(DifferenceKind.MissedFix, Assert.Single(check.Differences).Kind);
        Assert.Equal(
            [(DifferenceKind.MissedBreak, true)],
            (await _bench.DifferencesAsync()).Select(d => (d.Kind, d.IsFirstLook))
        );
    }

    [Fact]
    public async Task Unknown_users_and_users_without_a_secret_are_not_checked()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "c", "without"));

        Assert.Equal(VerificationStatus.UnknownUser, (await CheckAsync("nobody")).Status);
        Assert.Equal(VerificationStatus.NoSecret, (await CheckAsync("without")).Status);
        Assert.Empty(_bench.SnapTrade.ListsAsked);
    }

    private Task<UserCheck> CheckAsync(string userId = "u") =>
        _bench.Checker.CheckAsync(userId, CallPriority.Background, Token);
}
