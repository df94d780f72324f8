using Dashboard.Features.Connections.Triage;
using Decisions = Dashboard.Domain.Connections.Triage;

namespace Dashboard.Tests.Features.Connections.Triage;

public sealed class SnoozeTests
{
    private static readonly TimeZoneInfo Lisbon = TimeZoneInfo.FindSystemTimeZoneById("Europe/Lisbon");
    private static readonly TimeZoneInfo Toronto = TimeZoneInfo.FindSystemTimeZoneById("America/Toronto");

    /// <summary>Friday 20 November 2026, 02:30 UTC: still Thursday evening in Toronto.</summary>
    private static readonly DateTimeOffset Night = new(2026, 11, 20, 2, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Snooze_presets_follow_the_operators_calendar()
    {
        Assert.Equal(
            [
                ("1 hour", "Thu 19 Nov, 22:30", Night.AddHours(1)),
                ("Tomorrow", "Fri 20 Nov, 09:00", Utc(20, 14)),
                ("Next Monday", "Mon 23 Nov, 09:00", Utc(23, 14)),
            ],
            Offered(Night, Toronto)
        );
        Assert.Equal(Utc(21, 9), Offered(Night, Lisbon)[1].Until);
    }

    [Theory]
    [InlineData(22, 1, "Mon 23 Nov, 09:00")]
    [InlineData(23, 2, "Mon 30 Nov, 09:00")]
    [InlineData(24, 2, "Mon 30 Nov, 09:00")]
    public void Monday_is_offered_once(int day, int last, string detail)
    {
        var offered = Offered(Utc(day, 12), TimeZoneInfo.Utc);
        Assert.Equal(last, offered.Count - 1);
        Assert.Equal(detail, offered[^1].Detail);
    }

    [Fact]
    public void A_local_time_that_summer_time_skips_means_the_next_one()
    {
        var missing = new DateTime(2027, 3, 28, 1, 30, 0);
        Assert.Equal(
            new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero),
            SnoozePreset.Read(missing, Lisbon)
        );
    }

    [Theory]
    [InlineData("2026-11-20T23:30", "23:30")]
    [InlineData("2026-11-21T09:00", "tomorrow")]
    [InlineData("2026-11-21T10:30", "tomorrow 10:30")]
    [InlineData("2026-11-26T09:00", "Thursday")]
    [InlineData("2026-11-27T09:00", "27 Nov")]
    [InlineData("2027-01-04T09:15", "4 Jan 2027 09:15")]
    public void The_end_of_a_snooze_is_written_as_short_as_is_clear(string local, string words)
    {
        var until = SnoozePreset.Read(
            DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture),
            Lisbon
        );
        Assert.Equal(words, SnoozeWords.Until(until, Utc(20, 12), Lisbon));
    }

    [Fact]
    public void A_snooze_names_the_operator_and_its_end()
    {
        var triage = Decisions.Of("c");
        triage.Snooze(Utc(24, 9), "Ana", Utc(20, 12));
        Assert.Equal("Snoozed by Ana until Tuesday", SnoozeWords.Of(triage, Utc(20, 12), TimeZoneInfo.Utc));
    }

    private static List<(string Label, string Detail, DateTimeOffset Until)> Offered(
        DateTimeOffset now,
        TimeZoneInfo zone
    ) => [.. SnoozePreset.At(now, zone).Select(p => (p.Label, p.Detail, p.Until.ToUniversalTime()))];

    private static DateTimeOffset Utc(int day, int hour) => new(2026, 11, day, hour, 0, 0, TimeSpan.Zero);
}
