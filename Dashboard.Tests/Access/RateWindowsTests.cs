using Dashboard.Access;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Access;

public sealed class RateWindowsTests
{
    private readonly FakeTimeProvider _time = new(Some.Noon);

    [Fact]
    public void A_caller_has_the_limit_in_each_minute_and_hears_when_the_next_begins()
    {
        var windows = new RateWindows(limit: 2, _time);
        Assert.Equal(new RateStanding(true, 2, 1, TimeSpan.FromSeconds(60)), windows.Take("a"));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(new RateStanding(true, 2, 0, TimeSpan.FromSeconds(40)), windows.Take("a"));
        Assert.Equal(new RateStanding(false, 2, 0, TimeSpan.FromSeconds(40)), windows.Take("a"));
        Assert.True(windows.Take("b").IsAllowed);
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(new RateStanding(true, 2, 1, TimeSpan.FromSeconds(60)), windows.Take("a"));
    }

    [Fact]
    public void A_flood_of_callers_shares_one_window_until_theirs_are_over()
    {
        var windows = new RateWindows(limit: 1, _time);
        for (var i = 0; i < RateWindows.MaxCallers; i++)
            Assert.True(windows.Take($"caller {i}").IsAllowed);
        Assert.True(windows.Take("one too many").IsAllowed);
        Assert.False(windows.Take("another").IsAllowed);

        _time.Advance(RateWindows.Length);
        Assert.True(windows.Take("another").IsAllowed);
        Assert.True(windows.Take("one too many").IsAllowed);
    }
}
