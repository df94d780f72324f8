using Dashboard.Components.Time;
using Dashboard.Domain.Notices;
using Dashboard.Text;

namespace Dashboard.Features.Notices.Messages;

/// <summary>The daily digest.</summary>
internal static class DigestMessage
{
    public static NoticeText Write(DigestFacts facts, TeamClock clock, string link) =>
        new(
            $"{Counts.Number(facts.BrokenNow)} connections are broken",
            $"{TeamClock.Day(facts.Day)}. In the last 24 hours {Counts.Number(facts.Broke)} broke and {Counts.Number(facts.Repaired)} were repaired.",
            link
        )
        {
            Facts = [.. FactsOf(facts, clock)],
            Lists =
            [
                (
                    "Broken now, by brokerage",
                    [.. facts.Brokerages.Select(b => $"{b.Name}: {Counts.Number(b.Broken)}")]
                ),
                ("Incidents", [.. facts.Incidents.Select(i => Incident(i, clock))]),
            ],
            Foot = clock.Foot,
        };

    private static IEnumerable<(string, string)> FactsOf(DigestFacts facts, TeamClock clock)
    {
        yield return ("Broken now", Counts.Number(facts.BrokenNow));
        yield return ("Broke", Counts.Number(facts.Broke));
        yield return ("Repaired", Counts.Number(facts.Repaired));
        if (facts.OldestBreak is { } oldest)
            yield return ("Longest broken", $"since {clock.Moment(oldest)}");
        yield return ("E-mails sent", Counts.Number(facts.Emails.Sent));
        yield return (
            "E-mails failed, delivery unknown, bounced",
            $"{Counts.Number(facts.Emails.Failed)}, {Counts.Number(facts.Emails.Unsure)}, {Counts.Number(facts.Emails.Bounced)}"
        );
    }

    private static string Incident(IncidentDigest incident, TeamClock clock) =>
        $"{incident.Brokerage}: {Counts.Number(incident.Breaks)} broke since {clock.Moment(incident.StartedAt)}, "
        + (
            incident.EndedAt is { } end
                ? $"ended after {TimeText.Duration(end - incident.StartedAt)}"
                : "still open"
        );
}
