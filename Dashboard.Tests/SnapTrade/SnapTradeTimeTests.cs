using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade;

public class SnapTradeTimeTests
{
    [Theory]
    [InlineData("2026-11-20T09:15:30.123456+00:00", "2026-11-20T09:15:30.1234560Z")]
    [InlineData("2026-11-20T09:15:30Z", "2026-11-20T09:15:30.0000000Z")]
    [InlineData("2026-11-20 09:15:30.1-05:30", "2026-11-20T14:45:30.1000000Z")]
    [InlineData("2026-11-20T09:15:30.123456789+0200", "2026-11-20T07:15:30.1234567Z")]
    [InlineData("2026-11-20T09:15:30+02", "2026-11-20T07:15:30.0000000Z")]
    [InlineData("2026-11-20T09:15:30.5", "2026-11-20T09:15:30.5000000Z")]
    public void Times_are_read_as_UTC(string text, string expected)
    {
        Assert.True(SnapTradeTime.TryParse(text, out var time));
        Assert.Equal(TimeSpan.Zero, time.Offset);
        Assert.Equal(expected, time.UtcDateTime.ToString("O"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-11-20")]
    [InlineData("2026-13-20T09:15:30Z")]
    [InlineData("2026-11-20T25:15:30Z")]
    [InlineData("2026-11-20T09:15:30.Z")]
    [InlineData("2026-11-20T09:15:30+99:00")]
    [InlineData("2026-11-20T09:15:30Z ")]
    [InlineData("0001-01-01T00:00:00+05:00")]
    public void Anything_else_is_no_time(string text) => Assert.False(SnapTradeTime.TryParse(text, out _));
}
