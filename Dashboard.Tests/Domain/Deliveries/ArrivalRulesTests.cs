using Dashboard.Domain.Deliveries;

namespace Dashboard.Tests.Domain.Deliveries;

/// <summary>The dead man's switch, on synthetic days.</summary>
public sealed class ArrivalRulesTests
{
    private static readonly DateTimeOffset Start = SyntheticArrivals.Start;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 300)]
    [InlineData(3, 3000)]
    public void Ordinary_weeks_raise_no_alarm(int seed, double perHour)
    {
        var arrivals = new SyntheticArrivals(seed, perHour).Days(77);
        for (var now = Start.AddDays(1); now < Start.AddDays(77); now = now.AddMinutes(37))
            Assert.Empty(ArrivalRules.Judge(arrivals.At(now)));
    }

    [Fact]
    public void A_holiday_with_a_third_of_the_usual_raises_no_alarm()
    {
        var holiday = DateOnly.FromDateTime(Start.AddDays(70).Date);
        var arrivals = new SyntheticArrivals(4, 600).Days(
            77,
            hour => DateOnly.FromDateTime(hour.Date) == holiday ? 0.34 : 1
        );
        for (var now = Start.AddDays(70); now < Start.AddDays(71); now = now.AddMinutes(7))
            Assert.DoesNotContain(
                ArrivalRules.Judge(arrivals.At(now)),
                f => f.Kind == WebhookAlarmKind.Silent
            );
    }

    [Theory]
    [InlineData(1000, 15, 5)]
    [InlineData(100, 15, 30)]
    [InlineData(3000, 3, 10)]
    public void Silence_is_told_as_soon_as_it_is_plain(double perHour, int hour, int withinMinutes)
    {
        var lost = Start.AddDays(70).AddHours(hour);
        var arrivals = new SyntheticArrivals(5, perHour).Days(71);

        var told = FirstAlarm(arrivals, lost, WebhookAlarmKind.Silent);

        Assert.InRange(told - lost, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(withinMinutes));
    }

    [Fact]
    public void A_young_installation_is_watched_from_its_second_day_on()
    {
        var lost = Start.AddDays(1).AddHours(16);
        var arrivals = new SyntheticArrivals(6, 1200, hasRhythm: false).Days(2);

        Assert.InRange(
            FirstAlarm(arrivals, lost, WebhookAlarmKind.Silent) - lost,
            TimeSpan.FromMinutes(3),
            TimeSpan.FromMinutes(6)
        );
    }

    [Fact]
    public void Nothing_is_said_about_what_is_not_known()
    {
        var arrivals = new SyntheticArrivals(7, 1000).Days(1);
        Assert.Empty(ArrivalRules.Judge(arrivals.At(Start.AddHours(3), lostFrom: Start.AddHours(1))));
        Assert.Empty(
            ArrivalRules.Judge(
                new(Start, null, new ArrivalHistory(new Dictionary<DateTimeOffset, long>(), null), [])
            )
        );
    }

    [Fact]
    public void A_tenth_of_the_usual_is_told_within_the_hour_and_ends_when_it_is_usual_again()
    {
        var (from, to) = (Start.AddDays(70).AddHours(14), Start.AddDays(70).AddHours(17));
        var arrivals = new SyntheticArrivals(8, 800).Days(71, hour => hour >= from && hour < to ? 0.1 : 1);

        var told = FirstAlarm(arrivals, lost: null, WebhookAlarmKind.Low, from);
        Assert.InRange(told - from, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(120));

        var alarm = Alarm(WebhookAlarmKind.Low, told);
        Assert.Null(ArrivalRules.EndOf(alarm, arrivals.At(to.AddMinutes(-5))));
        Assert.Equal(AlarmEnd.Recovered, ArrivalRules.EndOf(alarm, arrivals.At(to.AddHours(2))));
    }

    [Fact]
    public void Silence_ends_with_the_next_accepted_delivery()
    {
        var arrivals = new SyntheticArrivals(9, 1000).Days(71);
        var at = Start.AddDays(70).AddHours(15);
        var alarm = Alarm(WebhookAlarmKind.Silent, at);

        Assert.Null(ArrivalRules.EndOf(alarm, arrivals.At(at.AddMinutes(30), lostFrom: at)));
        Assert.Equal(AlarmEnd.Recovered, ArrivalRules.EndOf(alarm, arrivals.At(at.AddMinutes(30))));
    }

    [Theory]
    [InlineData(3, 0, true)]
    [InlineData(2, 0, false)]
    [InlineData(1, 3, false)]
    [InlineData(1, 5, true)]
    public void Refused_deliveries_are_told_at_once_when_several_and_within_five_minutes_when_few(
        int count,
        int minutesAgo,
        bool isTold
    )
    {
        var refused = Enumerable.Repeat(Start.AddMinutes(-minutesAgo), count).ToList();
        var found = ArrivalRules.Judge(Unknown(Start, last: null, refused)).ToList();
        Assert.Equal(isTold, found.Exists(f => f.Kind == WebhookAlarmKind.Refused));
    }

    [Fact]
    public void One_refused_delivery_among_accepted_ones_is_no_alarm()
    {
        var refused = new[] { Start.AddMinutes(-8) };
        Assert.Empty(ArrivalRules.Judge(Unknown(Start, Start.AddMinutes(-1), refused)));
    }

    [Fact]
    public void Refusing_ends_ten_minutes_after_the_last_when_others_are_accepted()
    {
        var alarm = Alarm(WebhookAlarmKind.Refused, Start);
        AlarmEnd? EndOf(int minutes, int? acceptedAt) =>
            ArrivalRules.EndOf(
                alarm,
                Unknown(
                    Start.AddMinutes(minutes),
                    acceptedAt is { } at ? Start.AddMinutes(at) : null,
                    [Start.AddMinutes(2)]
                )
            );

        Assert.Null(EndOf(5, 4));
        Assert.Equal(AlarmEnd.Recovered, EndOf(12, 4));
        Assert.Null(EndOf(12, 1));
        Assert.Null(EndOf(50, null));
        Assert.Equal(AlarmEnd.GivenUp, EndOf(25 * 60, null));
    }

    [Fact]
    public void Requests_that_only_resemble_SnapTrades_are_no_alarm_while_others_are_accepted()
    {
        List<DateTimeOffset> refused = [.. Enumerable.Range(1, 20).Select(i => Start.AddSeconds(-20 * i))];

        Assert.Empty(ArrivalRules.Judge(Unknown(Start, Start, refused, areProven: false)));
        Assert.NotEmpty(ArrivalRules.Judge(Unknown(Start, Start, refused)));
        Assert.NotEmpty(ArrivalRules.Judge(Unknown(Start, last: null, refused, areProven: false)));
    }

    [Fact]
    public void Few_that_turn_to_none_are_not_told_to_have_recovered()
    {
        var lost = Start.AddDays(70).AddHours(15);
        var alarm = Alarm(WebhookAlarmKind.Low, lost.AddHours(-1));
        var arrivals = new SyntheticArrivals(10, 800).Days(71);

        Assert.Equal(AlarmEnd.Superseded, ArrivalRules.EndOf(alarm, arrivals.At(lost.AddHours(1), lost)));
    }

    [Fact]
    public void What_did_not_arrive_while_the_server_was_down_is_no_alarm()
    {
        var (down, up) = (Start.AddDays(70).AddHours(13), Start.AddDays(70).AddHours(14).AddMinutes(5));
        var arrivals = new SyntheticArrivals(11, 800).Days(71, hour => hour == down ? 0 : 1);
        bool IsAlarm(DateTimeOffset now, DateTimeOffset since) =>
            ArrivalRules.Judge(arrivals.At(now, down) with { ObservedSince = since }).Any();

        Assert.False(IsAlarm(up.AddMinutes(1), up));
        Assert.True(IsAlarm(up.AddMinutes(6), up));
        Assert.True(IsAlarm(up.AddMinutes(1), default));
    }

    private static DateTimeOffset FirstAlarm(
        SyntheticArrivals arrivals,
        DateTimeOffset? lost,
        WebhookAlarmKind kind,
        DateTimeOffset? from = null
    )
    {
        var now = lost ?? from!.Value;
        for (var end = now.AddHours(4); now < end; now += Step)
            if (ArrivalRules.Judge(arrivals.At(now, lost)).Any(f => f.Kind == kind))
                return now;
        Assert.Fail($"{kind} was not told within four hours.");
        return default;
    }

    private static Arrivals Unknown(
        DateTimeOffset now,
        DateTimeOffset? last,
        IReadOnlyList<DateTimeOffset> refused,
        bool areProven = true
    ) =>
        new(
            now,
            last,
            new ArrivalHistory(new Dictionary<DateTimeOffset, long>(), null),
            [.. refused.Select(at => new LikelyRefusal(at, areProven))]
        );

    private static WebhookAlarm Alarm(WebhookAlarmKind kind, DateTimeOffset at) =>
        new()
        {
            Kind = kind,
            StartedAt = at,
            Seen = 0,
        };
}
