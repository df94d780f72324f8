using System.Text.Json;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Work;
using Dashboard.Domain.Events;
using Dashboard.Domain.Outcomes;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data.Outcomes;

/// <summary>Figures of many breaks are computed beforehand, or while a progress is shown.</summary>
public sealed class KeptFigureTests : DatabaseContext
{
    private static readonly OutcomeRequest Month = new(30);
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(1));
    private readonly CohortReader _cohorts;
    private readonly KeptFigures _kept;
    private readonly OutcomeReader _reader;
    private readonly OutcomeKeeper _keeper;

    public KeptFigureTests()
    {
        _cohorts = new CohortReader(Database);
        _kept = new KeptFigures(Database);
        _reader = new OutcomeReader(_cohorts, _kept, new OutcomeJobs(_time), _time);
        _keeper = new OutcomeKeeper(_cohorts, _kept, _time);
    }

    [Fact]
    public async Task Few_breaks_are_computed_at_once_and_not_kept()
    {
        await Database.EventsAsync(Some.Broken());
        await RunAsync();

        Assert.Equal(1, (await _reader.FindAsync(Month, Token))!.Now.Episodes);
        await Database.EventsAsync(Some.Broken(1, "c2", "u2"));
        Assert.Equal(2, (await _reader.FindAsync(Month, Token))!.Now.Episodes);
        Assert.Null(await _keeper.CheckAsync(Token));
    }

    [Fact]
    public async Task Kept_figures_are_those_that_are_computed()
    {
        await SeedManyAsync();
        Assert.Null(await _reader.FindAsync(Month, Token));
        await RunAsync();

        var kept = await _reader.FindAsync(Month, Token);

        Assert.Equal(CohortReader.MaxAtOnce + 2, kept!.Now.Episodes);
        Assert.Equal(1, kept.Now.Repaired);
        var computed = await _reader.Start(Month with { Operator = "" }).Completion;
        Assert.Equal(0, computed.Now.Episodes);
        var own = new OutcomeRequest(null, Some.Noon.AddDays(-29), Some.Noon.AddHours(2));
        var period = await _reader.GetAsync(own, Token);
        Assert.Equal(kept.Now.Times, period.Now.Times);
        Assert.Equal(kept.Now.Funnel, period.Now.Funnel);
        Assert.Equal(kept.Now.Curve, period.Now.Curve);
        var brokerage = await _reader.FindAsync(Month with { BrokerageId = "questrade-id" }, Token);
        Assert.Equal((1, 1), (brokerage!.Now.Episodes, brokerage.Now.Repaired));
    }

    [Fact]
    public async Task Each_kept_period_and_the_one_before_it_are_as_if_computed_alone()
    {
        await SeedManyAsync();
        string[] brokerages = ["all the time", "long ago", "lately"];
        await Database.EventsAsync([
            .. brokerages.Select(b => Some.Added(-1440 * 300, $"c {b}", $"u {b}", b)),
        ]);
        foreach (var days in new[] { 3, 10, 20, 40, 70, 89, 91, 120, 179 })
        {
            string[] broken = [brokerages[0], days > 90 ? brokerages[1] : brokerages[2]];
            foreach (var brokerage in broken)
                await Database.EventsAsync(
                    Some.Broken(-1440 * days, $"c {brokerage}", $"u {brokerage}"),
                    Some.Fixed(-1440 * days + 10 * days, $"c {brokerage}", $"u {brokerage}")
                );
        }
        // A break of the earlier half whose customer comes in the later one.
        await Database.EventsAsync(
            Some.Added(-1440 * 300, "late", "u late", "late"),
            Some.Broken(-1440 * 91, "late", "u late")
        );
        var link = await Database.LinkAsync("late", -1440 * 80);
        await Database.StepAsync(EventTypes.PortalStarted, "late", -1440 * 79, link);
        await RunAsync();

        foreach (var brokerage in brokerages.Append("late").Append(null))
        foreach (var days in OutcomeRequest.Standard)
        {
            var kept = await _reader.FindAsync(new OutcomeRequest(days) { BrokerageId = brokerage }, Token);
            var alone = new OutcomeRequest(null, _time.GetUtcNow().AddDays(-days))
            {
                BrokerageId = brokerage,
            };
            Assert.Equal(Json(await _reader.Start(alone).Completion), Json(kept));
            Assert.True(brokerage is not null || kept!.Before.Episodes > 0);
        }
    }

    [Fact]
    public async Task A_check_finds_figures_that_are_not_what_is_computed_and_they_are_rebuilt()
    {
        await SeedManyAsync();
        await RunAsync();
        Assert.Empty((await _keeper.CheckAsync(Token))!.Different);

        await Database.EventsAsync(Some.Broken(30, "late", "late"));
        var check = await _keeper.CheckAsync(Token);
        Assert.Equal(["outcomes/30///", "outcomes/7///", "outcomes/90///"], check!.Different);

        Assert.Equal(check.Checked, await _keeper.RebuildAsync(Token));
        Assert.Empty((await _keeper.CheckAsync(Token))!.Different);
    }

    [Fact]
    public async Task The_rest_is_one_for_all_nodes_and_holds_after_a_restart()
    {
        await SeedManyAsync();
        await RunAsync();
        var first = (await _reader.FindAsync(Month, Token))!.Now.AsOf;

        _time.Advance(TimeSpan.FromMinutes(4));
        await RunAsync(OtherNode());
        Assert.Equal(first, (await _reader.FindAsync(Month, Token))!.Now.AsOf);

        _time.Advance(TimeSpan.FromMinutes(57));
        await RunAsync(OtherNode());
        Assert.Equal(_time.GetUtcNow(), (await _reader.FindAsync(Month, Token))!.Now.AsOf);
    }

    [Fact]
    public async Task One_node_computes_and_another_takes_over_within_half_a_minute()
    {
        await SeedManyAsync();
        var (dying, other) = (LeaseOf(_keeper), LeaseOf(_keeper));
        Assert.True(await dying.HoldAsync(Token));
        Assert.False(await other.HoldAsync(Token));

        // It looked just before.
        _time.Advance(WorkLeases.Lasts + WorkLeases.LookEvery);
        Assert.True(await other.HoldAsync(Token));
        await _keeper.RunAsync(dying, Token);
        Assert.Null(await _reader.FindAsync(Month, Token));
        await _keeper.RunAsync(other, Token);
        Assert.NotNull(await _reader.FindAsync(Month, Token));
    }

    [Fact]
    public async Task Figures_that_nobody_renews_are_not_shown()
    {
        await SeedManyAsync();
        await RunAsync();
        _time.Advance(OutcomeKeeper.MaxAge - TimeSpan.FromSeconds(1));
        Assert.NotNull(await _reader.FindAsync(Month, Token));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await _reader.FindAsync(Month, Token));
    }

    [Fact]
    public async Task Figures_that_nobody_asks_for_any_more_are_deleted()
    {
        await SeedManyAsync();
        await RunAsync();
        var gone = KeptFigures.Of(new OutcomeRequest(30) { BrokerageId = "gone" }.Key, Some.Noon, "{}");
        await _kept.ReplaceAsync(gone.Id, [gone], Token);
        _time.Advance(TimeSpan.FromHours(1));
        await RunAsync();
        var kept = await _kept.ListAsync(OutcomeRequest.KeyPrefix, Token);
        Assert.DoesNotContain(kept, figure => figure.Id == gone.Id);
        // Those of three periods, of one brokerage as well, and the rest.
        Assert.Equal(7, kept.Count);

        // So long after, few breaks remain to be counted.
        _time.Advance(TimeSpan.FromDays(200));
        await RunAsync();
        Assert.Empty(await _kept.ListAsync(OutcomeRequest.KeyPrefix, Token));
    }

    [Fact]
    public async Task A_request_without_an_end_stays_the_same_while_time_passes()
    {
        await SeedManyAsync();
        var request = new OutcomeRequest(null, Some.Noon.AddDays(-3));
        var job = _reader.Start(request);
        var figures = await job.Completion;
        Assert.Equal(_time.GetUtcNow(), figures.Now.To);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Same(job, _reader.Start(new OutcomeRequest(null, Some.Noon.AddDays(-3))));
    }

    [Fact]
    public async Task Equal_requests_share_a_job_and_its_result_until_it_is_old()
    {
        await SeedManyAsync();
        var request = Month with { Channel = Dashboard.Domain.Reconnect.LinkOrigin.Copy };
        var job = _reader.Start(request);
        Assert.Same(job, _reader.Start(request with { }));
        await job.Completion;
        Assert.Same(job.Result, await _reader.FindAsync(request, Token));

        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.Null(await _reader.FindAsync(request, Token));
    }

    [Fact]
    public void More_requests_than_can_be_served_soon_are_refused()
    {
        using var jobs = new OutcomeJobs(_time);
        var never = new TaskCompletionSource<OutcomeComparison>();
        for (var days = 1; days <= OutcomeJobs.MaxPending; days++)
            jobs.Start(Month with { Operator = $"{days}" }, _ => never.Task);

        Assert.Throws<TimeoutException>(() => jobs.Start(Month with { Operator = "more" }, _ => never.Task));
        Assert.NotNull(jobs.Start(Month with { Operator = "1" }, _ => never.Task));
        never.SetException(new TimeoutException());
    }

    [Fact]
    public async Task A_forecast_is_made_once_a_day_and_compared_after_a_week()
    {
        var keeper = new ForecastKeeper(Database, new SpanReader(Database), _kept, _time);
        await Database.EventsAsync(
            Some.Added(-60 * 240),
            Some.Broken(-60 * 100),
            Some.Fixed(-60 * 99),
            Some.Added(-60 * 240, "c2", "u2")
        );
        Assert.Null((await keeper.FindAsync(Token)).Latest);
        var lease = LeaseOf(keeper);
        await keeper.RunAsync(lease, Token);
        var first = (await keeper.FindAsync(Token)).Latest!;
        Assert.InRange(first.Mean, 0, 2);
        Assert.Equal("questrade-id", Assert.Single(first.ByBrokerage).BrokerageId);

        // Made too late in the day to be judged yet.
        _time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        Assert.Null((await keeper.FindAsync(Token)).WeekAgo);

        _time.Advance(TimeSpan.FromMinutes(1));
        await Database.EventsAsync(Some.Broken(60 * 24, "c2", "u2"));
        await keeper.RunAsync(lease, Token);
        var view = await keeper.FindAsync(Token);
        Assert.Equal(first.AsOf, view.WeekAgo!.AsOf);
        Assert.Equal(1, view.Came);
        Assert.NotEqual(first.AsOf, view.Latest!.AsOf);
    }

    private static string Json(OutcomeComparison? figures) => JsonSerializer.Serialize(figures);

    private async Task SeedManyAsync()
    {
        await Database.EventsAsync(
            Some.Added(-60),
            Some.Broken(),
            Some.Fixed(20),
            Some.Broken(40, "c2", "u2")
        );
        await Database.ManyBreaksAsync(CohortReader.MaxAtOnce, Some.Noon);
    }

    private Task<TimeSpan?> RunAsync() => RunAsync(_keeper);

    // Each run has a lease of its own, which the next one must be free to take.
    private async Task<TimeSpan?> RunAsync(OutcomeKeeper keeper)
    {
        var lease = LeaseOf(keeper);
        Assert.True(await lease.HoldAsync(Token));
        var pause = await keeper.RunAsync(lease, Token);
        await lease.ReleaseAsync(Token);
        return pause;
    }

    private OutcomeKeeper OtherNode() => new(new CohortReader(Database), new KeptFigures(Database), _time);

    private Lease LeaseOf(IRecurringWork work) =>
        new(new WorkLeases(Database, _time), work.Name, work.OnOneNode);
}
