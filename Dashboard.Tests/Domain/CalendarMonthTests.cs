using Dashboard.Domain.Time;

namespace Dashboard.Tests.Domain;

public sealed class CalendarMonthTests
{
    [Theory]
    [InlineData("2026-02", "2026-02-28")]
    [InlineData("2028-02", "2028-02-29")]
    [InlineData("2026-13", null)]
    [InlineData("2026-2", null)]
    [InlineData("1999-12", null)]
    [InlineData("2026-02-01", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_month_is_read_as_it_is_written(string? text, string? lastDay)
    {
        var month = CalendarMonth.Read(text);
        Assert.Equal(lastDay, month?.LastDay.ToString("yyyy-MM-dd"));
        Assert.Equal(lastDay is null ? null : text, month?.Text);
    }

    [Fact]
    public void The_last_whole_month_depends_on_the_zone()
    {
        var now = new DateTimeOffset(2026, 11, 1, 3, 0, 0, TimeSpan.Zero);
        var newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        Assert.Equal("October 2026", CalendarMonth.LastWhole(now, TimeZoneInfo.Utc).Words);
        Assert.Equal("September 2026", CalendarMonth.LastWhole(now, newYork).Words);
    }

    [Fact]
    public void Months_follow_each_other_over_the_year()
    {
        var december = CalendarMonth.Read("2026-12")!.Value;
        Assert.Equal("2027-01", december.After.Text);
        Assert.Equal(december, december.After.Before);
        Assert.True(december < december.After);
    }
}
