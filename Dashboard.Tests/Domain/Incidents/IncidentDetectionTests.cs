using Dashboard.Domain.Incidents;
using static Dashboard.Domain.Incidents.IncidentStatus;

namespace Dashboard.Tests.Domain.Incidents;

public sealed class IncidentDetectionTests
{
    private const int Seed = 20261125;

    // A small brokerage loses half of its connections within half an hour, a middle one a twentieth, a large one a
    // hundredth.
    [Theory]
    [InlineData(30, 15, 10)]
    [InlineData(2_000, 100, 10)]
    [InlineData(200_000, 2_000, 10)]
    public void An_outage_is_found_within_ten_minutes(int connections, int lost, int minutes)
    {
        foreach (var hour in (int[])[3, 9, 15, 21])
        {
            var world = new SyntheticBreaks(connections, Seed + hour);
            world.Pass(28 + hour / 24.0);
            var began = world.Next;
            while (Look(world, connections).Status != Started)
            {
                Assert.True(world.Next - began < minutes / 5, $"{connections} at {hour}:00");
                world.Add((lost + 5) / 6);
            }
        }
    }

    [Theory]
    [InlineData(30, 0.15, 0.0005)]
    [InlineData(2_000, 0.15, 0.0005)]
    [InlineData(200_000, 0.4, 0.002)]
    public void A_year_of_normal_days_raises_no_alarm(int connections, double dispersion, double nightly)
    {
        var world = new SyntheticBreaks(connections, Seed) { Dispersion = dispersion, Nightly = nightly };
        world.Pass(3);
        Assert.DoesNotContain(world.Live(365), now => Look(world, connections).Status != None);
    }

    [Fact]
    public void The_first_days_of_a_new_dashboard_raise_no_alarm()
    {
        var world = new SyntheticBreaks(50_000, Seed);
        Assert.DoesNotContain(world.Live(10), now => Look(world, 50_000).Status != None);
    }

    [Theory]
    [InlineData(30, 10)]
    [InlineData(2_000, 200)]
    [InlineData(200_000, 10_000)]
    public void Without_any_history_a_clear_outage_is_found_all_the_same(int connections, int lost)
    {
        var world = new SyntheticBreaks(connections, Seed);
        world.Pass(0.01);
        world.Add(lost);
        Assert.Equal(Started, Look(world, connections).Status);
    }

    [Fact]
    public void A_slow_trickle_is_no_incident()
    {
        var world = new SyntheticBreaks(2_000, Seed);
        world.Pass(28);
        // Twice of what is usual by day, for a whole day: 70 more breaks.
        for (var step = 0; step < BreakSeries.StepsPerDay; step++)
        {
            world.Add(step % 4 == 0 ? 1 : 0);
            Assert.Equal(None, Look(world, 2_000).Status);
        }
    }

    [Fact]
    public void A_burst_that_comes_every_night_is_usual_an_hour_later_too_and_unusual_by_day()
    {
        var world = new SyntheticBreaks(200_000, Seed) { Nightly = 0.005 };
        world.Pass(28 + 4 / 24.0);
        world.Add(500);
        world.Add(500);
        Assert.Equal(None, Look(world, 200_000).Status);
        world.Pass(8 / 24.0);
        world.Add(500);
        world.Add(500);
        Assert.Equal(Started, Look(world, 200_000).Status);
    }

    [Fact]
    public void A_detected_incident_has_its_start_and_the_usual_number()
    {
        var world = new SyntheticBreaks(20_000, Seed);
        world.Pass(28 + 14 / 24.0);
        var began = BreakSeries.StartOf(world.Next);
        world.Add(30);
        world.Add(80);
        var found = Look(world, 20_000);
        Assert.Equal(Started, found.Status);
        Assert.Equal(began, found.Since);
        Assert.InRange(found.Breaks, 110, 130);
        Assert.InRange(found.Expected, 2, 12);
    }

    [Fact]
    public void An_outage_of_the_past_does_not_excuse_the_next_one()
    {
        var world = new SyntheticBreaks(2_000, Seed);
        world.Pass(20.5);
        world.Add(400);
        world.Pass(8 - 1.0 / BreakSeries.StepsPerDay);
        world.Add(50);
        Assert.Equal(Started, Look(world, 2_000).Status);
    }

    [Fact]
    public void Known_incidents_are_not_what_is_usual()
    {
        var world = new SyntheticBreaks(2_000, Seed) { Nightly = 0 };
        List<(DateTimeOffset, DateTimeOffset)> outages = [];
        for (var day = 0; day < 28; day++)
        {
            world.Pass(1 - 1.0 / BreakSeries.StepsPerDay);
            if (day > 20)
                outages.Add((world.Now, world.Now.AddHours(1)));
            world.Add(day > 20 ? 50 : 0);
        }
        world.Pass(1 - 1.0 / BreakSeries.StepsPerDay);
        world.Add(50);
        Assert.Equal(None, Look(world, 2_000).Status);
        Assert.Equal(Started, Look(world, 2_000, s => s with { Outages = outages }).Status);
    }

    [Fact]
    public void SnapTrades_status_lowers_the_threshold_and_keeps_an_incident_open_for_a_day()
    {
        var world = new SyntheticBreaks(20_000, Seed);
        world.Pass(28.6);
        world.Add(38);
        Assert.Equal(None, Look(world, 20_000).Status);
        Assert.Equal(Started, Look(world, 20_000, s => s with { IsTroubled = true }).Status);

        var since = world.Now;
        world.Pass(0.9);
        Assert.Equal(Continuing, Look(world, 20_000, Troubled(since)).Status);
        Assert.Equal(Over, Look(world, 20_000, s => s with { OpenSince = since }).Status);
        world.Pass(0.2);
        Assert.Equal(Over, Look(world, 20_000, Troubled(since)).Status);
    }

    [Fact]
    public void It_is_over_after_a_calm_hour_and_does_not_flap_until_then()
    {
        var world = new SyntheticBreaks(2_000, Seed);
        world.Pass(28.6);
        var statuses = new List<IncidentStatus>();
        DateTimeOffset? since = null;
        DateTimeOffset? until = null;
        // Two waves, twenty minutes apart, then calm.
        for (var step = 0; step < 48; step++)
        {
            world.Add(step is < 4 or (> 7 and < 10) ? 15 : 0);
            var found = Look(world, 2_000, s => s with { OpenSince = since, HandledUntil = until });
            statuses.Add(found.Status);
            (since, until) = found.Status switch
            {
                Started => (found.Since, until),
                Over => (null, world.Now),
                _ => (since, until),
            };
        }
        Assert.Single(statuses, Started);
        Assert.Single(statuses, Over);
        Assert.InRange(statuses.IndexOf(Over), 9 + 9, 9 + 14);
    }

    [Fact]
    public void Only_new_breaks_start_another_incident()
    {
        var world = new SyntheticBreaks(2_000, Seed);
        world.Pass(28.6);
        world.Add(100);
        var ended = world.Now;
        Assert.Equal(None, Look(world, 2_000, s => s with { HandledUntil = ended }).Status);
        world.Add(0);
        Assert.Equal(None, Look(world, 2_000, s => s with { HandledUntil = ended }).Status);
        world.Add(100);
        var again = Look(world, 2_000, s => s with { HandledUntil = ended });
        Assert.Equal(Started, again.Status);
        Assert.InRange(again.Breaks, 100, 110);
    }

    private static Func<BrokerageSituation, BrokerageSituation> Troubled(DateTimeOffset since) =>
        s => s with { OpenSince = since, IsTroubled = true };

    private static IncidentFinding Look(
        SyntheticBreaks world,
        int connections,
        Func<BrokerageSituation, BrokerageSituation>? with = null
    )
    {
        var situation = new BrokerageSituation(connections, SyntheticBreaks.Start);
        return IncidentDetection.Look(world.Series, with?.Invoke(situation) ?? situation, world.Now);
    }
}
