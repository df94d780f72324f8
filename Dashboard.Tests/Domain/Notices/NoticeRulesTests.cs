using Dashboard.Domain.Notices;

namespace Dashboard.Tests.Domain.Notices;

public sealed class NoticeRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_digest_is_due_once_a_day_from_its_time_in_the_teams_zone()
    {
        var settings = Digest("America/New_York", 8, 0);
        Assert.Null(NoticeRules.DigestDue(settings, At(11, 20, 12, 59)));
        Assert.Equal(new DateOnly(2026, 11, 20), NoticeRules.DigestDue(settings, At(11, 20, 13, 0)));
        settings.LastDigest = "2026-11-20";
        Assert.Null(NoticeRules.DigestDue(settings, At(11, 21, 4, 59)));
        Assert.Null(NoticeRules.DigestDue(settings, At(11, 21, 12, 59)));
        Assert.Equal(new DateOnly(2026, 11, 21), NoticeRules.DigestDue(settings, At(11, 21, 13, 0)));
    }

    [Fact]
    public void A_time_that_the_clocks_skip_comes_once_they_have_skipped_it()
    {
        // Berlin goes from 2:00 to 3:00 at 1:00 UTC.
        var settings = Digest("Europe/Berlin", 2, 30);
        Assert.Null(NoticeRules.DigestDue(settings, At(3, 29, 0, 59)));
        Assert.Equal(new DateOnly(2026, 3, 29), NoticeRules.DigestDue(settings, At(3, 29, 1, 0)));
    }

    [Fact]
    public void A_time_that_the_clocks_repeat_comes_once()
    {
        // Berlin has 2:30 at 0:30 and at 1:30 UTC.
        var settings = Digest("Europe/Berlin", 2, 30);
        Assert.NotNull(NoticeRules.DigestDue(settings, At(10, 25, 0, 30)));
        settings.LastDigest = "2026-10-25";
        Assert.Null(NoticeRules.DigestDue(settings, At(10, 25, 1, 30)));
        Assert.Null(NoticeRules.DigestDue(settings, At(10, 25, 22, 59)));
    }

    [Fact]
    public void A_digest_configured_after_its_time_starts_tomorrow()
    {
        var settings = Digest("Etc/UTC", 8, 0);
        settings.LastDigest = NoticeRules.LastDigestWhenChanged(settings, Noon);
        Assert.Null(NoticeRules.DigestDue(settings, Noon));
        Assert.NotNull(NoticeRules.DigestDue(settings, Noon.AddDays(1)));
    }

    [Fact]
    public void The_report_is_due_once_on_the_first_day_of_the_next_month_in_the_teams_zone()
    {
        var settings = Report("America/New_York", last: "2026-09");
        // Eight o'clock in New York, which leaves daylight saving time that day.
        Assert.Null(NoticeRules.ReportDue(settings, At(11, 1, 12, 59)));
        Assert.Equal("2026-10", NoticeRules.ReportDue(settings, At(11, 1, 13, 0))?.Text);
        settings.LastReport = "2026-10";
        Assert.Null(NoticeRules.ReportDue(settings, At(11, 1, 13, 0)));
        Assert.Null(NoticeRules.ReportDue(settings, At(12, 1, 12, 59)));
        Assert.Equal("2026-11", NoticeRules.ReportDue(settings, At(12, 1, 13, 0))?.Text);
    }

    [Fact]
    public void A_report_that_was_missed_is_due_later_in_the_month_and_older_ones_are_not()
    {
        var settings = Report("Etc/UTC", last: "2026-07");
        Assert.Equal("2026-10", NoticeRules.ReportDue(settings, At(11, 20, 0, 0))?.Text);
    }

    [Fact]
    public void No_month_is_reported_that_was_over_before_the_report_was_switched_on()
    {
        var settings = Report("Etc/UTC", last: null);
        Assert.Null(NoticeRules.ReportDue(settings, At(11, 1, 8, 0)));

        settings.LastReport = NoticeRules.LastReportWhenSwitchedOn(settings, At(11, 1, 7, 0));
        Assert.Null(NoticeRules.ReportDue(settings, At(11, 1, 8, 0)));
        Assert.Null(NoticeRules.ReportDue(settings, At(11, 30, 23, 59)));
        Assert.Equal("2026-11", NoticeRules.ReportDue(settings, At(12, 1, 8, 0))?.Text);

        settings.SendsReport = false;
        Assert.Null(NoticeRules.ReportDue(settings, At(12, 1, 8, 0)));
    }

    [Fact]
    public void A_month_that_was_sent_is_not_sent_again_after_a_change_of_the_zone()
    {
        // Already December in Auckland.
        var settings = Report("Pacific/Honolulu", last: "2026-11");
        Assert.Equal("2026-11", NoticeRules.LastReportWhenSwitchedOn(settings, At(11, 30, 20, 0)));
    }

    private static NoticeSettings Report(string zone, string? last) =>
        new()
        {
            TimeZone = zone,
            SendsReport = true,
            LastReport = last,
        };

    [Fact]
    public void A_figure_that_sways_about_the_threshold_raises_one_alarm()
    {
        var isAbove = false;
        List<bool> alarms = [];
        foreach (var broken in (long[])[90, 100, 101, 100, 95, 91, 101, 90, 95, 100])
        {
            var now = NoticeRules.IsAbove(100, isAbove, broken);
            if (now != isAbove)
                alarms.Add(now);
            isAbove = now;
        }
        Assert.Equal([true, false], alarms);
        Assert.True(NoticeRules.IsAbove(1, wasAbove: false, 2));
        Assert.False(NoticeRules.IsAbove(1, wasAbove: true, 0));
    }

    [Fact]
    public void Retry_delays_grow_to_an_hour_respect_retry_after_and_end_after_a_day()
    {
        Assert.Equal(Noon.AddSeconds(30), NoticeRules.NextTry(Noon, 1, null, Noon));
        Assert.Equal(Noon.AddSeconds(60), NoticeRules.NextTry(Noon, 2, null, Noon));
        Assert.Equal(Noon.AddHours(1), NoticeRules.NextTry(Noon, 30, null, Noon));
        Assert.Equal(Noon.AddMinutes(5), NoticeRules.NextTry(Noon, 1, TimeSpan.FromMinutes(5), Noon));
        Assert.Null(NoticeRules.NextTry(Noon, 30, null, Noon.AddHours(23)));
        Assert.Null(NoticeRules.NextTry(Noon, 1, TimeSpan.FromDays(2), Noon));
    }

    [Fact]
    public void One_event_sends_one_notice_per_channel()
    {
        var settings = new NoticeSettings
        {
            Recipients = "ana@acme.example\nbob@acme.example",
            ProtectedWebhook = "x",
        };
        var notices = TeamNotice.Compose(settings, NoticeKind.Digest, "digest 2026-11-20", "{}", Noon);
        Assert.Equal(["ana@acme.example", "bob@acme.example", null], notices.Select(n => n.Recipient));
        Assert.Equal(3, notices.Select(n => n.Key).Distinct().Count());
        Assert.Equal(
            notices.Select(n => n.Key),
            TeamNotice
                .Compose(settings, NoticeKind.Digest, "digest 2026-11-20", "{}", Noon)
                .Select(n => n.Key)
        );
        Assert.Empty(TeamNotice.Compose(new NoticeSettings(), NoticeKind.Digest, "d", "{}", Noon));
    }

    private static NoticeSettings Digest(string zone, int hour, int minute) =>
        new() { TimeZone = zone, DigestAt = new TimeOnly(hour, minute) };

    private static DateTimeOffset At(int month, int day, int hour, int minute) =>
        new(2026, month, day, hour, minute, 0, TimeSpan.Zero);
}
