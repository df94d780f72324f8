using Dashboard.Components.Time;
using Dashboard.Domain.Notices;
using Dashboard.Text;

namespace Dashboard.Features.Notices.Messages;

/// <summary>Says that a brokerage is in trouble.</summary>
internal static class IncidentStartedMessage
{
    public static NoticeText Write(IncidentNews news, TeamClock clock, string link) =>
        news.By is { } by
            ? new NoticeText(
                $"{news.Brokerage}: incident declared",
                $"{by} has declared an incident. E-mails to its customers are held until somebody ends it.",
                link
            )
            {
                Facts = Facts(news, clock),
                Foot = clock.Foot,
            }
            : new NoticeText(
                $"{news.Brokerage}: many connections broke",
                $"{TeamClock.Number(news.Breaks)} connections broke since {clock.Moment(news.StartedAt)}, usually {Usual(news.Expected)}. It looks like the brokerage’s trouble: e-mails to its customers are held until it is over.",
                link
            )
            {
                Facts = Facts(news, clock),
                Foot = clock.Foot,
            };

    private static string Usual(double expected) =>
        expected < 0.5 ? "fewer than 1" : TeamClock.Number((long)Math.Round(expected));

    private static IReadOnlyList<(string, string)> Facts(IncidentNews news, TeamClock clock) =>
        [("Since", clock.Moment(news.StartedAt)), ("Broken now", TeamClock.Number(news.StillBroken))];
}

/// <summary>Says that it is over.</summary>
internal static class IncidentEndedMessage
{
    public static NoticeText Write(IncidentNews news, TeamClock clock, string link) =>
        new(
            $"{news.Brokerage}: the incident is over",
            $"{(news.By is { } by ? $"{by} has ended it." : "An hour has passed as usual.")} E-mails go out again to customers whose connections are still broken.",
            link
        )
        {
            Facts =
            [
                ("Since", clock.Moment(news.StartedAt)),
                ("Lasted", TimeText.Duration((news.EndedAt ?? news.StartedAt) - news.StartedAt)),
                ("Broke", TeamClock.Number(news.Breaks)),
                ("Still broken", TeamClock.Number(news.StillBroken)),
            ],
            Foot = clock.Foot,
        };
}
