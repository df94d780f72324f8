using Dashboard.Domain.Outcomes;
using Dashboard.Tests.Support;
using FsCheck.Xunit;

namespace Dashboard.Tests.Domain.Outcomes;

public sealed class ExpectationTests
{
    private const int Week = HealthySpans.Ahead;

    [Fact]
    public void Half_of_those_that_reach_an_age_break_within_a_week_of_it()
    {
        var spans = new HealthySpans();
        spans.Ended(10, isBreak: true);
        spans.Ended(10, isBreak: true);
        spans.Ended(5 * Week, isBreak: false);
        spans.IsHealthy(5 * Week);
        spans.IsHealthy(0);

        // Of five that are known, one only at its beginning: two of four break after ten hours.
        Assert.Equal(0.5, spans.Expect().Mean, 1e-9);
        Assert.Equal(0.25, spans.Expect().Variance, 1e-9);
    }

    [Fact]
    public void Without_a_break_none_is_expected()
    {
        var spans = new HealthySpans();
        spans.IsHealthy(100);
        Assert.Equal(new ExpectedBreaks(0, 0), spans.Expect());
        Assert.Equal(new ExpectedBreaks(0, 0), new HealthySpans().Expect());
    }

    [Property]
    public void At_most_all_healthy_connections_are_expected_to_break(int[] broke, int[] healthy)
    {
        var spans = new HealthySpans();
        foreach (var hours in broke)
            spans.Ended(Math.Abs(hours % 5000), isBreak: true);
        foreach (var hours in healthy)
            spans.IsHealthy(Math.Abs(hours % 5000));
        var expected = spans.Expect();
        Assert.InRange(expected.Mean, 0, healthy.Length + 1e-9);
        Assert.InRange(expected.Mean, expected.Low, expected.High);
    }

    [Theory]
    [InlineData(new[] { 22, 20, 25, 21, 90, 23, 22, 0 }, 22.0)]
    [InlineData(new[] { 1, 2 }, 1.5)]
    [InlineData(new int[0], null)]
    public void Usual_is_the_median_of_the_weeks_that_are_known(int[] weeks, double? usual) =>
        Assert.Equal(usual, UsualFigure.Of(weeks));

    [Fact]
    public void The_weeks_before_are_the_same_hours_of_the_same_weekday()
    {
        var before = UsualFigure.Before(Some.Noon.AddDays(-1), Some.Noon);
        Assert.Equal(8, before.Count);
        Assert.All(
            before,
            week =>
                Assert.Equal(
                    (Some.Noon.DayOfWeek, 12, TimeSpan.FromDays(1)),
                    (week.To.DayOfWeek, week.To.Hour, week.To - week.From)
                )
        );
        Assert.Equal(Some.Noon.AddDays(-56), before[^1].To);
    }

    [Theory]
    [InlineData("SUCCESS", null)]
    [InlineData(null, null)]
    [InlineData("1066", PortalError.WrongPassword)]
    [InlineData("INVALID_CREDENTIALS", PortalError.WrongPassword)]
    [InlineData("ABANDONED", PortalError.Abandoned)]
    [InlineData("9999", PortalError.Other)]
    public void Codes_of_one_reason_are_one_error(string? result, PortalError? error) =>
        Assert.Equal(error, PortalErrors.Of(result));
}
