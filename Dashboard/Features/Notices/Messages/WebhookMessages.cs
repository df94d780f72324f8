using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Notices;
using Dashboard.Text;

namespace Dashboard.Features.Notices.Messages;

/// <summary>The notice that webhooks do not arrive as they should.</summary>
internal static class WebhooksFailingMessage
{
    public static NoticeText Write(WebhookFacts facts, TeamClock clock, string link) =>
        new(Title(facts.Kind), Summary(facts), link)
        {
            Facts =
            [
                ("Since", clock.Moment(facts.Since)),
                ("Last accepted", facts.LastAcceptedAt is { } at ? clock.Moment(at) : "never"),
                .. facts.Usual is { } usual
                    ? new[] { ("Arrived", Counts.Number(facts.Seen)), ("Usual", $"about {usual:0}") }
                    : [],
            ],
            Foot = clock.Foot,
        };

    private static string Title(WebhookAlarmKind kind) =>
        kind switch
        {
            WebhookAlarmKind.Silent => "No webhooks arrive from SnapTrade",
            WebhookAlarmKind.Low => "Far fewer webhooks than usual",
            _ => "Webhooks from SnapTrade are refused",
        };

    private static string Summary(WebhookFacts facts) =>
        facts.Kind switch
        {
            WebhookAlarmKind.Silent =>
                "Changes are seen late until this is over. Check that SnapTrade’s status page shows no outage, that the webhook address in SnapTrade’s dashboard is this server’s, and that the proxy lets it through.",
            WebhookAlarmKind.Low =>
                "Far fewer arrive than usual at this weekday and hour. Check SnapTrade’s status page, and whether another address receives a part of them.",
            _ => facts.Fault is { } fault
                ? $"{DeliveryText.Wrong(fault, facts.Detail)}. {DeliveryText.ToDo(fault)}"
                : "See the deliveries for the reason.",
        };
}

/// <summary>The notice that webhooks arrive again.</summary>
internal static class WebhooksArrivingMessage
{
    public static NoticeText Write(WebhookFacts facts, TeamClock clock, string link) =>
        new(
            facts.Kind == WebhookAlarmKind.Low
                ? "Webhooks arrive as usual again"
                : "Webhooks from SnapTrade arrive again",
            $"The alarm lasted since {clock.Moment(facts.Since)}. SnapTrade sends missed events again for a while; the next full check finds the others.",
            link
        )
        {
            Foot = clock.Foot,
        };
}
