using System.Globalization;
using Dashboard.Domain.Time;

namespace Dashboard.Features.Notices.Messages;

/// <summary>Formats times in the team's zone.</summary>
/// <param name="zone">An IANA name; UTC if it is unknown.</param>
internal sealed class TeamClock(string zone)
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");
    private readonly TimeZoneInfo _known = ZoneNames.Find(zone) ?? TimeZoneInfo.Utc;

    /// <summary>"22 Nov, 14:02".</summary>
    public string Moment(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, _known).ToString("d MMM, HH:mm", Words);

    public string Foot => $"Times are in {(_known.Equals(TimeZoneInfo.Utc) ? "UTC" : _known.Id)}.";

    public static string Day(DateOnly day) => day.ToString("dddd d MMMM", Words);
}
