using Dashboard.Features.Batches;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Batches;

public sealed class BatchPaceTests
{
    private readonly BatchPace _pace = new();

    [Fact]
    public void What_is_left_takes_as_long_as_the_same_number_took()
    {
        _pace.Add(Some.Noon, 0);
        _pace.Add(Some.Noon.AddSeconds(30), 60);
        Assert.Equal(TimeSpan.FromSeconds(120), _pace.Remaining(waiting: 240));
    }

    [Fact]
    public void The_pace_of_late_counts_and_not_that_of_long_ago()
    {
        _pace.Add(Some.Noon, 0);
        _pace.Add(Some.Noon.AddMinutes(10), 6000);
        for (var second = 1; second <= 180; second++)
            _pace.Add(Some.Noon.AddMinutes(10).AddSeconds(second), 6000 + second);
        Assert.Equal(TimeSpan.FromSeconds(100), _pace.Remaining(waiting: 100));
    }

    [Fact]
    public void Nothing_is_said_while_nothing_moves_or_nothing_is_left()
    {
        Assert.Null(_pace.Remaining(10));
        _pace.Add(Some.Noon, 5);
        Assert.Null(_pace.Remaining(10));
        _pace.Add(Some.Noon.AddSeconds(10), 5);
        Assert.Null(_pace.Remaining(10));
        _pace.Add(Some.Noon.AddSeconds(20), 15);
        Assert.Null(_pace.Remaining(0));
    }
}
