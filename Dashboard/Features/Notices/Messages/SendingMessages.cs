using Dashboard.Domain.Notices;
using Dashboard.Text;

namespace Dashboard.Features.Notices.Messages;

/// <summary>The notice that no e-mails go out to customers.</summary>
internal static class SendingPausedMessage
{
    public static NoticeText Write(SendingFacts facts, TeamClock clock, string link) =>
        new(
            "E-mails to customers are paused",
            $"{facts.Reason ?? "The mail server does not accept them."} No e-mail is lost: sending continues once a message is accepted.",
            link
        )
        {
            Facts = [("Since", clock.Moment(facts.Since)), ("Waiting", Counts.Number(facts.Queued))],
            Foot = clock.Foot,
        };
}

/// <summary>The notice that e-mails go out again.</summary>
internal static class SendingResumedMessage
{
    public static NoticeText Write(SendingFacts facts, TeamClock clock, string link) =>
        new(
            "E-mails to customers are sent again",
            $"The mail server has accepted a message. Sending was paused since {clock.Moment(facts.Since)}.",
            link
        )
        {
            Facts = [("Waiting", Counts.Number(facts.Queued))],
            Foot = clock.Foot,
        };
}
