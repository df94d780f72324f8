using Dashboard.Emails.Delivery;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Emails.Delivery;

public sealed class ThrottleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void The_limit_holds_within_any_minute() =>
        Prop.ForAll(
                (
                    from perMinute in Gen.Choose(1, 130)
                    from waits in Gen.Choose(0, 3000).ArrayOf(400)
                    select (perMinute, waits)
                ).ToArbitrary(),
                load =>
                {
                    var taken = Run(load.perMinute, load.waits);
                    for (var i = load.perMinute; i < taken.Count; i++)
                        Assert.True(taken[i] - taken[i - load.perMinute] >= Minute);
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(6)]
    [InlineData(120)]
    [InlineData(6000)]
    public void A_steady_sender_uses_the_whole_limit_evenly(int perMinute)
    {
        var rate = new Rate(perMinute);
        var now = Some.Noon;
        List<DateTimeOffset> taken = [];
        while (taken.Count < perMinute * 3)
        {
            // The clock moves in steps of the machine's timer and the caller is late.
            now = rate.FreeAt > now ? rate.FreeAt + TimeSpan.FromMilliseconds(15) : now;
            rate.Take(now);
            taken.Add(now);
        }
        var minutes = (taken[^1] - taken[0]) / Minute;
        Assert.InRange(minutes, 2.8, 3.05);
        // Never much more than a second's share within a second.
        for (var i = 0; i + (perMinute / 30) + 2 < taken.Count; i++)
            Assert.True(taken[i + (perMinute / 30) + 2] - taken[i] >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_pause_does_not_cause_a_burst()
    {
        var taken = Run(60, [.. Enumerable.Repeat(0, 5), 600_000, .. Enumerable.Repeat(0, 5)]);
        Assert.Equal(2, taken.Count(at => at == taken[6]));
    }

    [Fact]
    public void A_domain_at_its_limit_does_not_delay_others()
    {
        var throttle = new Throttle(0, 2);
        throttle.Take("a.example", Some.Noon);
        throttle.Take("a.example", Some.Noon.AddSeconds(29));
        Assert.False(throttle.Allows("a.example", Some.Noon.AddSeconds(59)));
        Assert.True(throttle.Allows("b.example", Some.Noon.AddSeconds(59)));
        var (full, firstFreeAt) = throttle.Full(Some.Noon.AddSeconds(59));
        Assert.Equal(["a.example"], full);
        Assert.Equal(Some.Noon.AddSeconds(60), firstFreeAt);
        Assert.True(throttle.Allows("a.example", Some.Noon.AddSeconds(60)));
    }

    [Fact]
    public void The_total_limit_counts_every_domain()
    {
        var throttle = new Throttle(1, 60);
        throttle.Take("a.example", Some.Noon);
        Assert.False(throttle.Allows("b.example", Some.Noon.AddSeconds(58)));
        Assert.Equal(Some.Noon.AddSeconds(60), throttle.FreeAt);
    }

    [Fact]
    public void Without_limits_nothing_waits()
    {
        var throttle = new Throttle(0, 0);
        for (var i = 0; i < 1000; i++)
            throttle.Take("a.example", Some.Noon);
        Assert.True(throttle.Allows("a.example", Some.Noon));
        Assert.Empty(throttle.Full(Some.Noon).Domains);
    }

    private static List<DateTimeOffset> Run(int perMinute, IEnumerable<int> waits)
    {
        var rate = new Rate(perMinute);
        var now = Some.Noon;
        List<DateTimeOffset> taken = [];
        foreach (var wait in waits)
        {
            now = now.AddMilliseconds(wait);
            now = rate.FreeAt > now ? rate.FreeAt : now;
            rate.Take(now);
            taken.Add(now);
        }
        return taken;
    }
}
