using Dashboard.Domain.Reconciliation;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Reconciliation;

public sealed class SweepPaceTests
{
    private readonly SweepPace _pace = new();

    [Fact]
    public void Until_a_minute_has_passed_the_budget_is_what_to_expect()
    {
        _pace.Begin(Some.Noon);
        _pace.Note(Some.Noon.AddSeconds(2), 200);

        Assert.Equal(200, _pace.PerMinute(Some.Noon.AddSeconds(2), 200));
        Assert.Equal(200, _pace.PerMinute(Some.Noon.AddSeconds(59), 200));
    }

    [Fact]
    public void Slow_answers_make_it_slower_and_quick_ones_never_faster_than_the_budget()
    {
        _pace.Begin(Some.Noon);
        for (var minute = 1; minute <= 4; minute++)
            _pace.Note(Some.Noon.AddMinutes(minute), 50);
        Assert.Equal(50, _pace.PerMinute(Some.Noon.AddMinutes(4), 200), 0.01);

        _pace.Note(Some.Noon.AddMinutes(5), 5000);
        Assert.Equal(200, _pace.PerMinute(Some.Noon.AddMinutes(5), 200));
    }

    [Fact]
    public void Old_counts_are_dropped()
    {
        _pace.Begin(Some.Noon);
        _pace.Note(Some.Noon.AddMinutes(1), 1);
        for (var minute = 2; minute <= 10; minute++)
            _pace.Note(Some.Noon.AddMinutes(minute), 100);

        Assert.Equal(100, _pace.PerMinute(Some.Noon.AddMinutes(10), 200), 0.01);
    }

    [Theory]
    [InlineData(1000, 200, 5)]
    [InlineData(1, 200, 0.005)]
    [InlineData(0, 0, 0)]
    public void Time_left_is_users_by_pace(long users, double perMinute, double minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), SweepPace.TimeFor(users, perMinute));

    [Fact]
    public void Without_progress_there_is_no_estimate() => Assert.Null(SweepPace.TimeFor(1, perMinute: 0));
}
