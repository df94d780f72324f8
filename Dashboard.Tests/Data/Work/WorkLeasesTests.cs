using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data.Work;

public sealed class WorkLeasesTests : DatabaseContext
{
    private const string Work = "work";
    private readonly FakeTimeProvider _time = new(Some.Noon);

    [Fact]
    public async Task One_node_works_and_another_waits_until_it_is_gone()
    {
        var (first, second) = (Node(), Node());
        Assert.True(await HoldAsync(first));
        Assert.False(await HoldAsync(second));
        _time.Advance(WorkLeases.Lasts - TimeSpan.FromSeconds(1));
        Assert.False(await HoldAsync(second));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await HoldAsync(second));
        Assert.False(await HoldAsync(first));
    }

    [Fact]
    public async Task A_lease_renewed_in_time_is_kept()
    {
        var (first, second) = (Node(), Node());
        for (var i = 0; i < 5; i++)
        {
            Assert.True(await HoldAsync(first));
            _time.Advance(WorkLeases.Lasts / 2);
            Assert.False(await HoldAsync(second));
        }
    }

    [Fact]
    public async Task A_renewal_keeps_all_leases_of_the_node_and_only_those()
    {
        var (first, second) = (Node(), Node());
        Assert.True(await HoldAsync(first));
        Assert.True(await first.HoldAsync("other", Token));
        Assert.True(await second.HoldAsync("third", Token));
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(WorkLeases.Lasts - TimeSpan.FromSeconds(1));
            await first.RenewAsync(Token);
        }

        Assert.False(await HoldAsync(second));
        Assert.False(await second.HoldAsync("other", Token));
        Assert.True(await first.HoldAsync("third", Token));
    }

    [Fact]
    public async Task A_lease_that_another_node_has_taken_is_lost()
    {
        var (first, second) = (Node(), Node());
        Assert.True(await HoldAsync(first));
        await using (var db = Database.CreateDbContext())
            await db.WorkLeases.ExecuteDeleteAsync(Token);
        Assert.True(await HoldAsync(second));
        Assert.True(await HoldAsync(first));

        await first.RenewAsync(Token);

        Assert.False(await HoldAsync(first));
    }

    [Fact]
    public async Task A_released_lease_is_free_at_once_and_only_its_holder_releases_it()
    {
        var (first, second) = (Node(), Node());
        await HoldAsync(first);
        await second.ReleaseAsync(Work, Token);
        Assert.False(await HoldAsync(second));
        await first.ReleaseAsync(Work, Token);
        Assert.True(await HoldAsync(second));
    }

    [Fact]
    public async Task A_lease_of_a_clock_that_was_far_ahead_has_run_out()
    {
        var ahead = new FakeTimeProvider(Some.Noon.AddHours(2));
        Assert.True(await new WorkLeases(Database, ahead).HoldAsync(Work, Token));

        var node = Node();
        Assert.True(await HoldAsync(node));
        // Now it counts again.
        Assert.False(await HoldAsync(Node()));
    }

    [Fact]
    public async Task A_lease_of_a_clock_that_is_a_little_ahead_counts()
    {
        var ahead = new FakeTimeProvider(Some.Noon + WorkLeases.Lasts - TimeSpan.FromSeconds(1));
        await new WorkLeases(Database, ahead).HoldAsync(Work, Token);

        Assert.False(await HoldAsync(Node()));
    }

    [Fact]
    public async Task A_lease_is_renewed_in_time_despite_clock_changes()
    {
        var time = new PutBackTime();
        var node = new WorkLeases(Database, time);
        await node.HoldAsync(Work, Token);
        await using (var db = Database.CreateDbContext())
            await db.WorkLeases.ExecuteDeleteAsync(Token);

        time.PutBackBy = TimeSpan.FromHours(2);
        time.Advance(WorkLeases.Lasts / 2);
        await node.HoldAsync(Work, Token);

        Assert.False(await HoldAsync(new WorkLeases(Database, time)));
    }

    [Fact]
    public async Task A_renewal_shortens_no_lease_but_one_of_a_wrong_clock()
    {
        var time = new PutBackTime();
        var node = new WorkLeases(Database, time);
        await node.HoldAsync(Work, Token);

        time.PutBackBy = TimeSpan.FromSeconds(5);
        await node.RenewAsync(Token);
        Assert.Equal(Some.Noon + WorkLeases.Lasts, await EndAsync());

        time.PutBackBy = TimeSpan.FromHours(2);
        await node.RenewAsync(Token);
        Assert.Equal(Some.Noon.AddHours(-2) + WorkLeases.Lasts, await EndAsync());
    }

    private async Task<DateTimeOffset> EndAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.WorkLeases.Select(l => l.ExpiresAt).SingleAsync(Token);
    }

    /// <summary>Its clock is put back; what measures durations goes on, as in a machine.</summary>
    private sealed class PutBackTime() : FakeTimeProvider(Some.Noon)
    {
        public TimeSpan PutBackBy { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - PutBackBy;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_one_gets_it()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => HoldAsync(Node())))
        );
        Assert.Single(answers, held => held);
    }

    [Fact]
    public async Task Different_work_has_leases_of_its_own()
    {
        Assert.True(await HoldAsync(Node()));
        Assert.True(await Node().HoldAsync("other", Token));
    }

    private WorkLeases Node() => new(Database, _time);

    private static Task<bool> HoldAsync(WorkLeases node) => node.HoldAsync(Work, Token);
}
