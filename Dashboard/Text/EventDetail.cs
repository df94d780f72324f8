using System.Globalization;
using Dashboard.Domain.Events;

namespace Dashboard.Text;

/// <summary>The line below an event's title: its meaning, origin, effect and delay.</summary>
public static class EventDetail
{
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(2);

    /// <summary>"Valid for 5 minutes", "found by a check", "CONNECTION_FIXED, received 31 min later"; may be empty.</summary>
    /// <param name="facts">The event.</param>
    /// <param name="withType">Whether it includes SnapTrade's name of a webhook's type.</param>
    public static string Of(EventFacts facts, bool withType = true)
    {
        string?[] details = [Meaning(facts.Type), Origin(facts, withType), Overtaken(facts), Lateness(facts)];
        return string.Join(", ", details.OfType<string>());
    }

    private static string? Meaning(string type) =>
        type switch
        {
            EventTypes.PortalReturned => "Came back from the portal",
            EventTypes.PortalLinkCreated => "Valid for 5 minutes",
            EventTypes.LinkScanned => "Probably a mail scanner; opening has no effect",
            EventTypes.EmailComplained => "The address is now blocked",
            EventTypes.EmailOptedOut => "Links can still be copied",
            EventTypes.TradeDetection or EventTypes.TradeUpdate => "Orders are not stored",
            EventTypes.DrillAsked => "Drill: SnapTrade was asked to disable it",
            _ => null,
        };

    private static string? Origin(EventFacts facts, bool withType) =>
        facts.Source switch
        {
            EventSource.Poll => "found by a check",
            EventSource.Webhook when withType => facts.Type,
            _ => null,
        };

    // Late or repeated events are part of the history but did not change the health.
    private static string? Overtaken(EventFacts facts) =>
        (EventTypes.FactOf(facts.Type), facts.Effect) switch
        {
            (not null, EventEffect.None) => "superseded by a newer event",
            (not null, EventEffect.Confirmed) => "already known",
            (_, EventEffect.AwaitingVerification) => "being checked",
            _ => null,
        };

    private static string? Lateness(EventFacts facts)
    {
        var late = facts.ReceivedAt - facts.OccurredAt;
        if (facts.Source != EventSource.Webhook || late < Prompt)
            return null;
        var words =
            late < TimeSpan.FromMinutes(1)
                ? string.Create(CultureInfo.InvariantCulture, $"{late.TotalSeconds:0} s")
                : TimeText.Duration(late);
        return $"received {words} later";
    }
}
