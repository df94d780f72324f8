using Dashboard.Live;

namespace Dashboard.Tests.Live;

public sealed class CallAllowanceTests
{
    private const int Listeners = 200;
    private static readonly TimeSpan Full = TimeSpan.FromMilliseconds(400);

    private static readonly Pace Pace = new(TimeSpan.FromMilliseconds(100))
    {
        GapPerListener = Full / Listeners,
        Burst = 3,
    };

    [Fact]
    public void Calls_that_keep_coming_wait_the_gap_of_many_listeners()
    {
        var allowance = new CallAllowance(Pace);
        List<TimeSpan> waits = [];
        for (var (i, since) = (0, TimeSpan.FromHours(1)); i < 10; i++)
            waits.Add(since = allowance.Take(since, Listeners));

        Assert.Equal([Pace.Gap, Pace.Gap], waits.Take(2));
        Assert.All(waits.Skip(4), wait => Assert.Equal(Full.TotalMilliseconds, wait.TotalMilliseconds, 1.0));
    }

    [Fact]
    public void Calls_now_and_then_wait_the_short_gap_only()
    {
        var allowance = new CallAllowance(Pace);
        // Some closer than the long gap, none of them late: on average they are further apart.
        int[] distances = [350, 500, 300, 650, 300, 450, 700, 320];

        Assert.All(
            distances,
            since => Assert.Equal(Pace.Gap, allowance.Take(TimeSpan.FromMilliseconds(since), Listeners))
        );
    }

    [Fact]
    public void Few_listeners_wait_the_short_gap_always()
    {
        var allowance = new CallAllowance(Pace);

        Assert.All(
            Enumerable.Range(0, 20),
            _ => Assert.Equal(Pace.Gap, allowance.Take(Pace.Gap, listeners: 2))
        );
    }

    [Fact]
    public void A_long_pause_gives_back_no_more_than_the_burst()
    {
        var allowance = new CallAllowance(Pace);
        for (var i = 0; i < 10; i++)
            allowance.Take(TimeSpan.Zero, Listeners);
        var waits = new[] { TimeSpan.FromDays(1), TimeSpan.Zero, TimeSpan.Zero }
            .Select(since => allowance.Take(since, Listeners))
            .ToList();

        Assert.Equal([Pace.Gap, Pace.Gap, Full], waits);
    }
}
