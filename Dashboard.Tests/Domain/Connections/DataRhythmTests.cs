using Dashboard.Domain.Connections;

namespace Dashboard.Tests.Domain.Connections;

/// <summary>"No data for 3 days" is not the same as healthy, where data usually comes daily.</summary>
public sealed class DataRhythmTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(30, true)]
    public void A_daily_connection_is_silent_from_its_third_day_without_data(int days, bool isSilent)
    {
        var facts = Facts(lastDaysAgo: days, "111111111111111111");
        Assert.Equal(
            isSilent ? Now.AddDays(-days) : null,
            DataRhythm.SilentSince(facts, isUsual: false, Now)
        );
    }

    [Fact]
    public void A_connection_with_data_now_and_then_has_no_rhythm_and_is_never_silent()
    {
        var facts = Facts(lastDaysAgo: 20, "10000001000000010000001");
        Assert.False(DataRhythm.IsDaily(facts));
        Assert.Null(DataRhythm.SilentSince(facts, isUsual: true, Now));
    }

    [Fact]
    public void The_rhythm_is_that_of_the_last_two_weeks()
    {
        // A year of daily data does not make a plan with data now and then a daily one, and the other way round.
        Assert.False(DataRhythm.IsDaily(Facts(5, "10000010000001" + new string('1', 40))));
        Assert.True(DataRhythm.IsDaily(Facts(5, "11111111111111" + "1000000100000010000001")));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Usual_weekends_without_data_are_no_silence(int daysAgo, bool isSilent)
    {
        var facts = Facts(daysAgo, "11111001111100");
        Assert.Equal(isSilent, DataRhythm.SilentSince(facts, isUsual: false, Now) is not null);
    }

    [Theory]
    [InlineData("1111", 4, false)]
    [InlineData("1111", 5, true)]
    [InlineData("1111111", 4, false)]
    [InlineData("11111111", 4, true)]
    public void A_young_connection_has_the_rhythm_of_its_brokerage_and_may_be_before_its_first_weekend(
        string days,
        int daysAgo,
        bool isSilent
    )
    {
        var facts = Facts(daysAgo, days);
        Assert.Equal(
            isSilent ? Now.AddDays(-daysAgo) : null,
            DataRhythm.SilentSince(facts, isUsual: true, Now)
        );
    }

    [Fact]
    public void A_young_connection_without_a_known_rhythm_is_not_silent()
    {
        var facts = Facts(lastDaysAgo: 9, "1111");
        Assert.Null(DataRhythm.IsDaily(facts));
        Assert.Null(DataRhythm.SilentSince(facts, isUsual: false, Now));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void After_a_repair_data_is_missed_from_the_repair_on(int daysAgo, bool isSilent)
    {
        var facts = Facts(lastDaysAgo: 9, "111111111111111111") with { Since = Now.AddDays(-daysAgo) };
        Assert.Equal(
            isSilent ? Now.AddDays(-daysAgo) : null,
            DataRhythm.SilentSince(facts, isUsual: false, Now)
        );
    }

    [Fact]
    public void Data_that_never_came_is_missed_from_the_beginning_on()
    {
        var facts = new DataFacts(Health.Healthy, Now.AddDays(-6), LastAt: null, Days: 0);
        Assert.Equal(Now.AddDays(-6), DataRhythm.SilentSince(facts, isUsual: true, Now));
    }

    [Fact]
    public void The_days_with_data_do_not_depend_on_the_order_in_which_it_arrives()
    {
        DateTimeOffset[] data = [.. new[] { 0, 0, 1, 3, 4, 40, 63, 64, 200 }.Select(d => Now.AddDays(-d))];
        foreach (var seed in Enumerable.Range(1, 50))
        {
            var (days, last) = (0L, (DateTimeOffset?)null);
            foreach (var at in data.OrderBy(_ => seed).ThenBy(at => HashCode.Combine(seed, at)))
            {
                days = DataDays.Add(days, last, at);
                last = last > at ? last : at;
            }
            Assert.Equal((1L << 0) | (1L << 1) | (1L << 3) | (1L << 4) | (1L << 40) | (1L << 63), days);
        }
    }

    [Theory]
    [InlineData(Health.Disabled)]
    [InlineData(Health.Deleted)]
    [InlineData(Health.Unknown)]
    public void Only_healthy_connections_are_silent(Health health)
    {
        Assert.Null(
            DataRhythm.SilentSince(Facts(5, "11111111") with { Health = health }, isUsual: true, Now)
        );
        Assert.Equal(DataState.None, DataRhythm.StateOf(health, Now, Now));
    }

    [Theory]
    [InlineData(9, 9, false)]
    [InlineData(8, 10, true)]
    [InlineData(7, 10, false)]
    public void A_brokerage_has_a_rhythm_when_most_of_enough_connections_have(
        int daily,
        int known,
        bool expected
    ) => Assert.Equal(expected, DataRhythm.IsUsual(daily, known));

    /// <param name="lastDaysAgo">The age of the last data.</param>
    /// <param name="days">A 1 for each day with data, the last one first.</param>
    private static DataFacts Facts(int lastDaysAgo, string days) =>
        new(
            Health.Healthy,
            Now.AddDays(-400),
            Now.AddDays(-lastDaysAgo),
            days.Select((day, i) => day == '1' ? 1L << i : 0).Sum()
        );
}
