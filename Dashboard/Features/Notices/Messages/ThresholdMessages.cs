using Dashboard.Domain.Notices;
using Dashboard.Text;

namespace Dashboard.Features.Notices.Messages;

/// <summary>The notice that more connections are broken than the threshold.</summary>
internal static class ThresholdCrossedMessage
{
    public static NoticeText Write(ThresholdFacts facts, TeamClock clock, string link) =>
        new(
            $"{Counts.Number(facts.Broken)} connections are broken",
            $"That is more than {Counts.Number(facts.Threshold)}. You will get another notice when it is well below that again.",
            link
        )
        {
            Facts = [("Since", clock.Moment(facts.Since))],
            Foot = clock.Foot,
        };
}

/// <summary>The notice that the number is below the threshold again.</summary>
internal static class ThresholdLeftMessage
{
    public static NoticeText Write(ThresholdFacts facts, TeamClock clock, string link) =>
        new(
            $"{Counts.Number(facts.Broken)} connections are broken, below the alert threshold again",
            $"It was more than {Counts.Number(facts.Threshold)} since {clock.Moment(facts.Since)}.",
            link
        )
        {
            Foot = clock.Foot,
        };
}

/// <summary>The test message.</summary>
internal static class TestMessage
{
    public static NoticeText Write(string who, string link) =>
        new(
            "A test from the connection health dashboard",
            $"{who} sent it to check that notices arrive here.",
            link
        );
}
