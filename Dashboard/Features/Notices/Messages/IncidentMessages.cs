using Dashboard.Components.Time;
using Dashboard.Domain.Notices;
using Dashboard.Text;

namespace Dashboard.Features.Notices.Messages;

/// <summary>The notice that an incident started.</summary>
internal static class IncidentStartedMessage
{
    public static NoticeText Write(IncidentFacts facts, TeamClock clock, string link) =>
        facts.By is { } by
            ? new NoticeText(
                $"{facts.Brokerage}: incident declared",
                $"{by} declared an incident. E-mails to its customers are held until someone ends it.",
                link
            )
            {
                Facts = FactsOf(facts, clock),
                Foot = clock.Foot,
            }
            : new NoticeText(
                $"{facts.Brokerage}: many connections broke",
                $"{Counts.Number(facts.Breaks)} connections broke since {clock.Moment(facts.StartedAt)}, usually {Usual(facts.Expected)}. The cause is probably the brokerage. E-mails to its customers are held until the incident ends.",
                link
            )
            {
                Facts = FactsOf(facts, clock),
                Foot = clock.Foot,
            };

    private static string Usual(double expected) =>
        expected < 0.5 ? "fewer than 1" : Counts.Number((long)Math.Round(expected));

    private static IReadOnlyList<(string, string)> FactsOf(IncidentFacts facts, TeamClock clock) =>
        [("Since", clock.Moment(facts.StartedAt)), ("Broken now", Counts.Number(facts.StillBroken))];
}

/// <summary>The notice that an incident is over.</summary>
internal static class IncidentEndedMessage
{
    public static NoticeText Write(IncidentFacts facts, TeamClock clock, string link) =>
        new(
            $"{facts.Brokerage}: the incident has ended",
            $"{(facts.By is { } by ? $"{by} has ended it." : "An hour has passed as usual.")} E-mails are sent again to customers whose connections are still broken.",
            link
        )
        {
            Facts =
            [
                ("Since", clock.Moment(facts.StartedAt)),
                ("Lasted", TimeText.Duration((facts.EndedAt ?? facts.StartedAt) - facts.StartedAt)),
                ("Broke", Counts.Number(facts.Breaks)),
                ("Still broken", Counts.Number(facts.StillBroken)),
            ],
            Foot = clock.Foot,
        };
}
