using Dashboard.Features.Batches;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Batches;

public sealed class BatchPaceTests
{
    private readonly BatchPace _pace = new();

    [Fact]
    public void The_estimate_follows_the_measured_pace()
    {
        _pace.Add(Some.Noon, 0);
        _pace.Add(Some.Noon.AddSeconds(30), 60);
        Assert.Equal(TimeSpan.FromSeconds(120), _pace.Remaining(waiting: 240));
    }

    [Fact]
    public void Only_the_recent_pace_counts()
    {
        _pace.Add(Some.Noon, 0);
        _pace.Add(Some.Noon.AddMinutes(10), 6000);
        for (var second = 1; second <= 180; second++)
            _pace.Add(Some.Noon.AddMinutes(10).AddSeconds(second), 6000 + second);
        Assert.Equal(TimeSpan.FromSeconds(100), _pace.Remaining(waiting: 100));
    }

    [Fact]
    public void Without_progress_or_remaining_e_mails_there_is_no_estimate()
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
