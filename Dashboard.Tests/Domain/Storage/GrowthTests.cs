using Dashboard.Domain.Storage;
using Dashboard.Features.Storage;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Storage;

public sealed class GrowthTests
{
    private const long Gigabyte = 1L << 30;

    [Fact]
    public void A_day_of_measurements_tells_the_pace_and_when_the_disk_is_full()
    {
        var growth = Growth.Of(
            [(Some.Noon.AddDays(-10), 10 * Gigabyte), (Some.Noon, 20 * Gigabyte)],
            40 * Gigabyte
        );

        Assert.Equal(new Growth(Gigabyte, 40), growth);
        Assert.Equal("The disk is full in about 40 days", StorageWords.Forecast(growth));
        Assert.Equal("1 GB a day", StorageWords.PerDay(growth));
    }

    [Fact]
    public void What_was_long_ago_does_not_count()
    {
        var growth = Growth.Of(
            [
                (Some.Noon.AddDays(-50), 0),
                (Some.Noon.AddDays(-10), 20 * Gigabyte),
                (Some.Noon, 20 * Gigabyte),
            ],
            Gigabyte
        );

        Assert.Equal(new Growth(0, null), growth);
        Assert.Equal("It does not grow", StorageWords.Forecast(growth));
    }

    [Fact]
    public void Less_than_a_day_tells_nothing()
    {
        Assert.Null(Growth.Of([], Gigabyte));
        Assert.Null(Growth.Of([(Some.Noon.AddHours(-3), 0), (Some.Noon, Gigabyte)], Gigabyte));
        Assert.Equal("Known after a day", StorageWords.Forecast(null));
    }
}
