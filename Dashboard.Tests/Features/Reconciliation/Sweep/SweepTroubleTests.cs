using Dashboard.Domain.Connections;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using static Dashboard.Tests.Features.Reconciliation.Sweep.SweepBench;

namespace Dashboard.Tests.Features.Reconciliation.Sweep;

/// <summary>What a pass does while SnapTrade refuses or does not answer.</summary>
public sealed class SweepTroubleTests : IDisposable
{
    private readonly SweepBench _bench = new();

    private static SnapTradeException Refused => new(SnapTradeErrorKind.Unauthorized, "no") { Code = "1083" };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_refused_secret_is_noted_and_asked_again_once_by_each_full_pass()
    {
        await _bench.UsersAsync(3);
        _bench.SnapTrade.ListFailures["u01"] = new(SnapTradeErrorKind.Unauthorized, "no") { Code = "1083" };

        await _bench.SweepAsync();
        _bench.Time.Advance(TimeSpan.FromHours(1));
        await _bench.SweepAsync();

        Assert.Equal(2, _bench.SnapTrade.ListsAsked.Count(id => id == "u01"));
        var refused = await _bench.ReadUserAsync("u01");
        Assert.Equal((false, Some.Noon.AddHours(1)), (refused.CanAskSnapTrade, refused.SecretRefusedAt));
        Assert.Equal((2, 0), ((await _bench.PassAsync()).Checked, (await _bench.PassAsync()).Failed));
    }

    [Fact]
    public async Task A_secret_that_is_accepted_again_comes_back_to_life()
    {
        await _bench.UsersAsync(2);
        _bench.SnapTrade.ListFailures["u01"] = Refused;
        await _bench.SweepAsync();
        Assert.False((await _bench.ReadUserAsync("u01")).CanAskSnapTrade);
        var version = (await _bench.ReadUserAsync("u01")).Version;

        _bench.SnapTrade.ListFailures.Clear();
        _bench.Time.Advance(TimeSpan.FromHours(1));
        await _bench.SweepAsync();

        var user = await _bench.ReadUserAsync("u01");
        Assert.Equal((true, version + 1), (user.CanAskSnapTrade, user.Version));
    }

    [Theory]
    [InlineData("somebody-elses", false)]
    [InlineData("u00", true)]
    [InlineData("known-by-a-webhook", true)]
    public async Task The_only_secret_is_written_off_when_the_key_pair_is_ours(
        string listed,
        bool isWrittenOff
    )
    {
        await _bench.UsersAsync(1);
        await _bench.Database.EventsAsync(Some.Broken(0, "c", "known-by-a-webhook"));
        _bench.SnapTrade.Users.Add(listed);
        _bench.SnapTrade.ListFailure = Refused;

        var check = await _bench.Checker.CheckAsync("u00", CallPriority.Interactive, Token);

        Assert.Equal(isWrittenOff, check.Status == VerificationStatus.SecretRefused);
        Assert.Equal(!isWrittenOff, check.Error?.Kind == SnapTradeErrorKind.ForeignKeys);
        Assert.Equal(isWrittenOff, (await _bench.ReadUserAsync("u00")).SecretRefusedAt is not null);
    }

    [Fact]
    public async Task The_only_secret_outlives_a_key_pair_that_SnapTrade_refuses()
    {
        await _bench.UsersAsync(1);
        _bench.SnapTrade.ListFailure = Refused;
        _bench.SnapTrade.Failure = new(SnapTradeErrorKind.Unauthorized, "no") { Code = "1076" };

        var check = await _bench.Checker.CheckAsync("u00", CallPriority.Interactive, Token);

        Assert.Equal(SnapTradeErrorKind.ForeignKeys, check.Error?.Kind);
        Assert.Null((await _bench.ReadUserAsync("u00")).SecretRefusedAt);
    }

    [Fact]
    public async Task The_key_pair_of_another_client_does_not_invalidate_secrets()
    {
        await _bench.UsersAsync(50);
        await _bench.SweepAsync();
        _bench.Time.Advance(TimeSpan.FromHours(1));
        _bench.SnapTrade.ListFailure = Refused;
        await _bench.BeginAsync();
        using var node = _bench.Node();
        await RunAsync(node);
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        await RunAsync(node);

        var pass = await _bench.PassAsync();
        Assert.Equal(
            (50, 0, 0, nameof(SnapTradeErrorKind.ForeignKeys)),
            (pass.Total, pass.Checked, pass.Failed, pass.Trouble)
        );
        Assert.Null(pass.FinishedAt);
        _bench.SnapTrade.ListFailure = null;
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        await RunAsync(node);

        pass = await _bench.PassAsync();
        Assert.Equal((50, 0, null), (pass.Checked, pass.Failed, pass.Trouble));
        Assert.NotNull(pass.FinishedAt);
    }

    [Fact]
    public async Task A_single_check_with_the_wrong_keys_says_so_and_keeps_the_secret()
    {
        await _bench.UsersAsync(2);
        _bench.SnapTrade.ListFailure = Refused;

        var check = await _bench.Checker.CheckAsync("u00", CallPriority.Interactive, Token);

        Assert.Equal(SnapTradeErrorKind.ForeignKeys, check.Error?.Kind);
        Assert.True((await _bench.ReadUserAsync("u00")).CanAskSnapTrade);
    }

    [Fact]
    public async Task What_SnapTrade_no_longer_offers_is_not_a_pass_that_agrees()
    {
        await _bench.UserAsync("u00", Works("c1"));
        await _bench.SweepAsync();
        _bench.Time.Advance(TimeSpan.FromHours(1));
        _bench.SnapTrade.ListFailure = new(SnapTradeErrorKind.Gone, "410");
        await _bench.BeginAsync();
        using var node = _bench.Node();

        await RunAsync(node);
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        await RunAsync(node);

        var pass = await _bench.PassAsync();
        Assert.NotNull(pass.FinishedAt);
        Assert.Equal((true, nameof(SnapTradeErrorKind.Gone)), (pass.ComparedNobody, pass.Trouble));
        Assert.NotEqual(Health.Deleted, (await _bench.ConnectionAsync("c1")).Health);
    }

    [Fact]
    public async Task A_list_that_can_not_be_read_is_left_to_the_next_pass()
    {
        await _bench.UsersAsync(3);
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
    public async Task Refused_users_do_not_delay_others(SnapTradeErrorKind kind)
    {
        await _bench.UsersAsync(60);
        for (var i = 0; i < 30; i++)
            _bench.SnapTrade.ListFailures[$"u{i:00}"] = new(kind, "no");

        await _bench.SweepAsync();

        var pass = await _bench.PassAsync();
        Assert.Equal((30, 30, null), (pass.Checked, pass.Failed, pass.Trouble));
        Assert.NotNull(pass.FinishedAt);
    }

    [Fact]
    public async Task A_throttled_user_is_checked_again()
    {
        await _bench.UsersAsync(2);
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
        await _bench.UsersAsync(60);
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
}
