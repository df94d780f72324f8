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
        var facts = Facts(lastDaysAgo: days, forDays: 40, events: 38);
        Assert.Equal(
            isSilent ? Now.AddDays(-days) : null,
            DataRhythm.SilentSince(facts, isUsual: false, Now)
        );
    }

    [Fact]
    public void A_connection_with_data_now_and_then_has_no_rhythm_and_is_never_silent()
    {
        var facts = Facts(lastDaysAgo: 20, forDays: 80, events: 12);
        Assert.False(DataRhythm.IsDaily(facts));
        Assert.Null(DataRhythm.SilentSince(facts, isUsual: true, Now));
    }

    [Fact]
    public void A_young_connection_has_the_rhythm_of_its_brokerage()
    {
        var facts = Facts(lastDaysAgo: 4, forDays: 5, events: 1);
        Assert.Null(DataRhythm.IsDaily(facts));
        Assert.Equal(Now.AddDays(-4), DataRhythm.SilentSince(facts, isUsual: true, Now));
        Assert.Null(DataRhythm.SilentSince(facts, isUsual: false, Now));
    }

    [Fact]
    public void Data_that_never_came_is_missed_from_the_first_event_on()
    {
        var facts = new DataFacts(Health.Healthy, Now.AddDays(-6), LastAt: null, Events: 0);
        Assert.Equal(Now.AddDays(-6), DataRhythm.SilentSince(facts, isUsual: true, Now));
    }

    [Theory]
    [InlineData(Health.Disabled)]
    [InlineData(Health.Deleted)]
    [InlineData(Health.Unknown)]
    public void Only_healthy_connections_are_silent(Health health)
    {
        Assert.Null(DataRhythm.SilentSince(Facts(5, 40, 38) with { Health = health }, isUsual: true, Now));
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

    private static DataFacts Facts(int lastDaysAgo, int forDays, long events) =>
        new(Health.Healthy, Now.AddDays(-forDays), Now.AddDays(-lastDaysAgo), events);
}
