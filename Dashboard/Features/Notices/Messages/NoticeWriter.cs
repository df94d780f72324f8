using System.Text.Json;
using Dashboard.Components;
using Dashboard.Components.Navigation;
using Dashboard.Domain.Notices;

namespace Dashboard.Features.Notices.Messages;

/// <summary>Writes the texts of notices.</summary>
internal sealed class NoticeWriter(PublicOrigin origin)
{
    /// <exception cref="JsonException">The content does not match the kind.</exception>
    public NoticeText Write(TeamNotice notice, NoticeSettings settings)
    {
        var clock = new TeamClock(settings.TimeZone);
        return notice.Kind switch
        {
            NoticeKind.Digest => DigestMessage.Write(Content<DigestFacts>(notice), clock, origin.Url("/")),
            NoticeKind.IncidentStarted => IncidentStartedMessage.Write(
                Content<IncidentFacts>(notice),
                clock,
                origin.Url("/incidents")
            ),
            NoticeKind.IncidentEnded => IncidentEndedMessage.Write(
                Content<IncidentFacts>(notice),
                clock,
                origin.Url("/incidents")
            ),
            NoticeKind.ThresholdCrossed => ThresholdCrossedMessage.Write(
                Content<ThresholdFacts>(notice),
                clock,
                origin.Url("/connections")
            ),
            NoticeKind.SendingPaused => SendingPausedMessage.Write(
                Content<SendingFacts>(notice),
                clock,
                origin.Url("/emails")
            ),
            NoticeKind.SendingResumed => SendingResumedMessage.Write(
                Content<SendingFacts>(notice),
                clock,
                origin.Url("/emails")
            ),
            NoticeKind.WebhooksFailing => WebhooksFailingMessage.Write(
                Content<WebhookFacts>(notice),
                clock,
                origin.Url("/settings/deliveries")
            ),
            NoticeKind.WebhooksArriving => WebhooksArrivingMessage.Write(
                Content<WebhookFacts>(notice),
                clock,
                origin.Url("/settings/deliveries")
            ),
            NoticeKind.MonthlyReport => ReportMessage.Write(
                Content<ReportFacts>(notice),
                clock,
                origin.Url(ReportAddress.Path)
            ),
            _ => ThresholdLeftMessage.Write(
                Content<ThresholdFacts>(notice),
                clock,
                origin.Url("/connections")
            ),
        };
    }

    public NoticeText WriteTest(string who) => TestMessage.Write(who, origin.Url("/"));

    private static T Content<T>(TeamNotice notice)
        where T : class => NoticeContents.Read<T>(notice.Content);
}
