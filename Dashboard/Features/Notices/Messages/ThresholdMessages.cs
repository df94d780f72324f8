using Dashboard.Domain.Notices;

namespace Dashboard.Features.Notices.Messages;

/// <summary>Says that more connections are broken than the team wants to be.</summary>
internal static class ThresholdCrossedMessage
{
    public static NoticeText Write(ThresholdNews news, TeamClock clock, string link) =>
        new(
            $"{TeamClock.Number(news.Broken)} connections are broken",
            $"That is more than {TeamClock.Number(news.Threshold)}. You hear again once it is over.",
            link
        )
        {
            Facts = [("Since", clock.Moment(news.Since))],
            Foot = clock.Foot,
        };
}

/// <summary>Says that it is over.</summary>
internal static class ThresholdLeftMessage
{
    public static NoticeText Write(ThresholdNews news, TeamClock clock, string link) =>
        new(
            $"{TeamClock.Number(news.Broken)} connections are broken, no longer too many",
            $"It was more than {TeamClock.Number(news.Threshold)} since {clock.Moment(news.Since)}.",
            link
        )
        {
            Foot = clock.Foot,
        };
}

/// <summary>Says nothing but that it arrives.</summary>
internal static class TestMessage
{
    public static NoticeText Write(string who, string link) =>
        new(
            "A test from the connection health dashboard",
            $"{who} has sent it to see whether notices arrive here. They do.",
            link
        );
}
