using Dashboard.Components.Time;
using Dashboard.Domain.Notices;
using Dashboard.Text;

namespace Dashboard.Features.Notices.Messages;

/// <summary>The day in figures.</summary>
internal static class DigestMessage
{
    public static NoticeText Write(DigestNews news, TeamClock clock, string link) =>
        new(
            $"{TeamClock.Number(news.BrokenNow)} connections are broken",
            $"{TeamClock.Day(news.Day)}. In the last 24 hours {TeamClock.Number(news.Broke)} broke and {TeamClock.Number(news.Repaired)} were repaired.",
            link
        )
        {
            Facts = [.. Facts(news, clock)],
            Lists =
            [
                (
                    "Broken now, by brokerage",
                    [.. news.Brokerages.Select(b => $"{b.Name}: {TeamClock.Number(b.Broken)}")]
                ),
                ("Incidents", [.. news.Incidents.Select(i => Incident(i, clock))]),
            ],
            Foot = clock.Foot,
        };

    private static IEnumerable<(string, string)> Facts(DigestNews news, TeamClock clock)
    {
        yield return ("Broken now", TeamClock.Number(news.BrokenNow));
        yield return ("Broke", TeamClock.Number(news.Broke));
        yield return ("Repaired", TeamClock.Number(news.Repaired));
        if (news.OldestBreak is { } oldest)
            yield return ("Longest waiting", $"since {clock.Moment(oldest)}");
        yield return ("E-mails sent", TeamClock.Number(news.Emails.Sent));
        yield return (
            "E-mails failed, unsure, bounced",
            $"{TeamClock.Number(news.Emails.Failed)}, {TeamClock.Number(news.Emails.Unsure)}, {TeamClock.Number(news.Emails.Bounced)}"
        );
    }

    private static string Incident(IncidentDigest incident, TeamClock clock) =>
        $"{incident.Brokerage}: {TeamClock.Number(incident.Breaks)} broke since {clock.Moment(incident.StartedAt)}, "
        + (
            incident.EndedAt is { } end
                ? $"over after {TimeText.Duration(end - incident.StartedAt)}"
                : "not over"
        );
}
