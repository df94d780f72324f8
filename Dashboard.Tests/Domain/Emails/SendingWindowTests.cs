using System.Globalization;
using Dashboard.Domain.Emails;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Domain.Emails;

public sealed class SendingWindowTests
{
    private static readonly string[] Zones =
    [
        "Etc/UTC",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        // Puts its clock forward by half an hour.
        "Australia/Lord_Howe",
        // Left a whole Friday out in 2011.
        "Pacific/Apia",
    ];

    [Theory]
    // Open at once, and once the night is over.
    [InlineData("Etc/UTC", "20:00", "08:00", SendingDays.All, "2026-11-20T12:00", "2026-11-20T12:00")]
    [InlineData("Etc/UTC", "20:00", "08:00", SendingDays.All, "2026-11-20T20:00", "2026-11-21T08:00")]
    [InlineData("Etc/UTC", "20:00", "08:00", SendingDays.All, "2026-11-20T07:59", "2026-11-20T08:00")]
    // Friday evening waits for Monday morning.
    [InlineData("Etc/UTC", "20:00", "08:00", SendingDays.Weekdays, "2026-11-20T21:00", "2026-11-23T08:00")]
    // Quiet at lunch only.
    [InlineData("Etc/UTC", "12:00", "13:30", SendingDays.All, "2026-11-20T12:10", "2026-11-20T13:30")]
    // No quiet hours: a sending day begins at midnight.
    [InlineData("Etc/UTC", "00:00", "00:00", SendingDays.Sunday, "2026-11-20T12:10", "2026-11-22T00:00")]
    // Half past one at night in India.
    [InlineData("Asia/Kolkata", "20:00", "08:00", SendingDays.All, "2026-11-20T20:00", "2026-11-21T02:30")]
    // Still Sunday in Brazil while it is Monday in Greenwich.
    [InlineData(
        "America/Sao_Paulo",
        "00:00",
        "00:00",
        SendingDays.Monday,
        "2026-11-23T01:00",
        "2026-11-23T03:00"
    )]
    // On 4 November 2018 the clocks of Brazil went from midnight to one: the day began at one.
    [InlineData(
        "America/Sao_Paulo",
        "00:00",
        "00:00",
        SendingDays.Sunday,
        "2018-11-03T12:00",
        "2018-11-04T03:00"
    )]
    // On 8 March 2026 New York had no 02:30.
    [InlineData(
        "America/New_York",
        "20:00",
        "02:30",
        SendingDays.All,
        "2026-03-08T05:00",
        "2026-03-08T07:00"
    )]
    // On 1 November 2026 it had 01:30 twice, and quiet came back after the first.
    [InlineData(
        "America/New_York",
        "20:00",
        "01:30",
        SendingDays.All,
        "2026-11-01T05:10",
        "2026-11-01T05:30"
    )]
    [InlineData(
        "America/New_York",
        "20:00",
        "01:30",
        SendingDays.All,
        "2026-11-01T06:05",
        "2026-11-01T06:30"
    )]
    // Quiet from 01:30 on, and then it was one o'clock again.
    [InlineData(
        "America/New_York",
        "01:30",
        "08:00",
        SendingDays.All,
        "2026-11-01T05:45",
        "2026-11-01T06:00"
    )]
    public void The_window_opens_by_the_customers_clock(
        string zone,
        string quietFrom,
        string quietTo,
        SendingDays days,
        string from,
        string opens
    ) =>
        Assert.Equal(
            Utc(opens),
            new SendingWindow(Time(quietFrom), Time(quietTo), days).NextOpen(Utc(from), Zone(zone))
        );

    [Fact]
    public void Without_a_sending_day_the_window_never_opens() =>
        Assert.Null(
            new SendingWindow(default, default, SendingDays.None).NextOpen(
                Utc("2026-11-20T12:00"),
                TimeZoneInfo.Utc
            )
        );

    [Fact]
    public void The_window_opens_at_the_first_open_minute_across_clock_changes()
    {
        var windows =
            from zone in Gen.Elements(Zones)
            // Around the nights in which clocks changed, and one in which none did.
            from day in Gen.Elements(
                "2026-03-08",
                "2026-11-01",
                "2018-11-04",
                "2018-02-18",
                "2026-04-05",
                "2011-12-30",
                "2026-06-10"
            )
            from minute in Gen.Choose(-2000, 2000)
            from quietFrom in Gen.Choose(0, 95)
            from quietTo in Gen.Choose(0, 95)
            from days in Gen.Choose(1, 127)
            select (
                zone,
                At: Utc(day + "T00:00").AddMinutes(minute),
                new SendingWindow(Quarter(quietFrom), Quarter(quietTo), (SendingDays)days)
            );
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll(
                windows.ToArbitrary(),
                w =>
                {
                    var (id, from, window) = w;
                    var zone = Zone(id);
                    var first = from;
                    while (!window.IsOpen(first, zone))
                        first = first.AddMinutes(1);
                    Assert.Equal(first, window.NextOpen(from, zone));
                }
            )
        );
    }

    private static TimeOnly Quarter(int number) => TimeOnly.MinValue.AddMinutes(number * 15);

    private static TimeOnly Time(string text) => TimeOnly.Parse(text, CultureInfo.InvariantCulture);

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
