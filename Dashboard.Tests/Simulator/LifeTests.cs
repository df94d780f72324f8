using Dashboard.Domain.Incidents;
using Dashboard.Simulator.Control;
using Dashboard.Simulator.Generation;
using Dashboard.Simulator.Life;
using Dashboard.Simulator.State;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Simulator;

public sealed class LifeTests
{
    [Fact]
    public async Task Connections_break_by_themselves_as_time_passes()
    {
        await using var host = await SimulatorHost.StartAsync(
            ("Simulator:BreakEvery", "00:00:20"),
            ("Simulator:WebhookUrl", "http://127.0.0.1:1/nobody")
        );

        while (host.Outbox.Pending.All(pending => pending.Event.Type != SimulatedEventType.Broken))
        {
            host.Time.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }

        Assert.Contains(
            host.World.Authorizations,
            connection => connection.DisabledAt >= SimulatorHost.RecordedAt
        );
    }

    [Fact]
    public async Task Customers_repair_their_connections_in_the_end()
    {
        await using var host = await SimulatorHost.StartAsync();
        var (_, connection) = host.BreakConnection();
        var customers = host.Get<CustomerBehaviour>();

        for (var visit = 0; visit < 10_000 && host.World.Find(connection.Id) is { IsDisabled: true }; visit++)
            customers.Act();

        Assert.NotEqual(true, host.World.Find(connection.Id)?.IsDisabled);
    }

    [Fact]
    public async Task A_day_of_the_demo_looks_like_no_outage_other_than_the_one_in_its_script()
    {
        await using var host = await SimulatorHost.StartAsync(
            ("Simulator:Users", "2000"),
            ("Simulator:Connections", "3000"),
            ("Simulator:BreakEvery", ""),
            ("Simulator:Enabled", "false"),
            ("Simulator:WebhookUrl", "http://127.0.0.1:1/nobody")
        );
        var life = ActivatorUtilities.CreateInstance<SimulatorLife>(host.Get<IServiceProvider>());
        var days = new DemoDays(host.World);
        Assert.Equal([BreakPlan.OutageSlug], days.Incidents(host.Time.GetUtcNow()));

        var (end, last) = (host.Time.GetUtcNow().AddDays(1), host.Time.GetUtcNow());
        var breaks = 0;
        for (; host.Time.GetUtcNow() < end; breaks++)
        {
            host.Time.Advance(life.BreakEvery());
            var before = host.World.Authorizations.Where(c => c.IsDisabled).Select(c => c.Id).ToHashSet();
            life.BreakOne();
            var broken = host.World.Authorizations.Single(c => c.IsDisabled && !before.Contains(c.Id));
            days.Count(broken.BrokerageId, host.Time.GetUtcNow());
            Assert.DoesNotContain(
                days.Incidents(host.Time.GetUtcNow()),
                slug => slug != BreakPlan.OutageSlug
            );
        }
        // As many as a day of the history has.
        Assert.InRange(breaks, 20, 40);
    }

    /// <summary>The breaks of a world, as the detection of incidents counts them.</summary>
    private sealed class DemoDays
    {
        private readonly SimulatorWorld _world;
        private readonly Dictionary<
            string,
            (BreakSeries Series, Dictionary<long, int> Counts)
        > _byBrokerage = [];

        public DemoDays(SimulatorWorld world)
        {
            _world = world;
            var brokerages = world
                .History.Where(e => e.Type == SimulatedEventType.Added)
                .ToDictionary(e => e.AuthorizationId!, e => e.BrokerageId!);
            foreach (var broken in world.History.Where(e => e.Type == SimulatedEventType.Broken))
                Count(brokerages[broken.AuthorizationId!], broken.OccurredAt);
        }

        public void Count(string brokerageId, DateTimeOffset at)
        {
            if (!_byBrokerage.TryGetValue(brokerageId, out var known))
                _byBrokerage[brokerageId] = known = (new BreakSeries(), []);
            var step = BreakSeries.StepOf(at);
            known.Counts[step] = known.Counts.GetValueOrDefault(step) + 1;
            known.Series.Set(step, known.Counts[step]);
        }

        /// <summary>The brokerages whose breaks look like an outage then.</summary>
        public List<string> Incidents(DateTimeOffset now) =>
            [
                .. _world
                    .Brokerages.All.Where(b => _byBrokerage.ContainsKey(b.Id))
                    .Where(b =>
                        IncidentDetection
                            .Look(
                                _byBrokerage[b.Id].Series,
                                new BrokerageSituation(
                                    _world.Authorizations.Count(c => c.BrokerageId == b.Id),
                                    _world.Generation.Now.AddDays(-_world.Generation.HistoryDays)
                                )
                                {
                                    IsTroubled = b.Degraded,
                                },
                                now
                            )
                            .Status == IncidentStatus.Started
                    )
                    .Select(b => b.Slug),
            ];
    }

    [Fact]
    public async Task Asked_for_failures_are_used_up_and_then_over()
    {
        await using var host = await SimulatorHost.StartAsync();
        host.Get<SimulatorFaults>().Set(new FaultState { FailNext = 1, FailStatus = 503 });

        using var failed = await host.SendAsync(HttpMethod.Get, "/brokerages");
        using var fine = await host.SendAsync(HttpMethod.Get, "/brokerages");

        Assert.Equal(503, (int)failed.StatusCode);
        Assert.Equal(200, (int)fine.StatusCode);
    }

    [Fact]
    public async Task Connections_and_brokerages_can_be_steered_over_HTTP()
    {
        await using var host = await SimulatorHost.StartAsync();
        var id = host.World.Authorizations.First(connection => !connection.IsDisabled).Id;
        using var nothing = new StringContent("");
        using var down = new StringContent(
            """{"down":true}""",
            new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")
        );

        await PostAsync($"connections/{id}/break", nothing);
        Assert.True(host.World.Find(id)!.IsDisabled);
        await PostAsync($"connections/{id}/fix", nothing);
        Assert.False(host.World.Find(id)!.IsDisabled);
        await PostAsync("brokerages/KRAKEN", down);
        Assert.True(host.World.Brokerages.Find("KRAKEN")!.Down);
        await PostAsync("life/pause", nothing);
        Assert.True(host.Get<SimulatorFaults>().Current.LifePaused);

        async Task PostAsync(string path, HttpContent content)
        {
            using var response = await host.Client.PostAsync($"/simulator/control/{path}", content, Token);
            response.EnsureSuccessStatusCode();
        }
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.5", false)]
    [InlineData("Forwarded", "for=203.0.113.5", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    public async Task Requests_through_a_proxy_or_from_another_site_can_not_control_it(
        string header,
        string value,
        bool isHeard
    )
    {
        await using var host = await SimulatorHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/simulator/control/life/pause");
        request.Headers.Add(header, value);

        using var answer = await host.Client.SendAsync(request, Token);

        Assert.Equal(isHeard, answer.IsSuccessStatusCode);
        Assert.Equal(isHeard, host.Get<SimulatorFaults>().Current.LifePaused);
    }
}
