using Dashboard.Domain.Events;

namespace Dashboard.Text;

/// <summary>The title of an event on a timeline.</summary>
public static class EventText
{
    public static string Title(EventFacts facts) =>
        facts.Type switch
        {
            EventTypes.ConnectionBroken => Broken(facts),
            EventTypes.ConnectionFixed => Fixed(facts),
            EventTypes.ConnectionAdded => Added(facts),
            EventTypes.ConnectionDeleted => Deleted(facts),
            EventTypes.ConnectionUpdated => "Something changed at SnapTrade",
            EventTypes.ConnectionAttempted or EventTypes.PortalReturned => PortalText.Describe(
                facts.AttemptResult
            ),
            EventTypes.ConnectionFailed => "An attempt to connect failed",
            EventTypes.UserRegistered => "The user was registered",
            EventTypes.UserDeleted => "The user was deleted",
            EventTypes.NewAccountAvailable => "A new account was found",
            EventTypes.AccountRemoved => "An account was removed",
            EventTypes.TradeDetection => "A trade was detected",
            EventTypes.TradeUpdate => "A trade was updated",
            _ => OfOutreach(facts),
        };

    private static string OfOutreach(EventFacts facts) =>
        facts.Type switch
        {
            EventTypes.LinkCreated => $"{Who(facts)} created a reconnect link",
            EventTypes.LinkRevoked => $"{Who(facts)} revoked a reconnect link",
            EventTypes.LinkOpened => "Opened the reconnect link",
            EventTypes.LinkScanned => "A program opened the reconnect link",
            EventTypes.PortalLinkCreated => $"{Who(facts)} created a portal link",
            EventTypes.PortalStarted => "Started at the portal",
            EventTypes.EmailSent => Emailed(facts),
            EventTypes.EmailBounced => "The reconnect e-mail bounced",
            EventTypes.EmailComplained => "The customer reported the e-mail as unwanted",
            EventTypes.EmailOptedOut => facts.Actor is { } actor
                ? $"{Bidi.Isolate(actor)} stopped e-mails to the customer"
                : "The customer opted out of e-mails",
            EventTypes.DeletionAsked => $"{Who(facts)} asked SnapTrade to delete it",
            EventTypes.DrillAsked => $"{Who(facts)} asked SnapTrade to disable it for a drill",
            _ => facts.Type,
        };

    private static string Emailed(EventFacts facts) =>
        (facts.Source, facts.Actor) switch
        {
            (EventSource.Policy, _) => "The policy e-mailed the customer",
            (_, { } actor) => $"{Bidi.Isolate(actor)} e-mailed the customer",
            _ => "The customer was e-mailed",
        };

    private static string Broken(EventFacts facts) =>
        facts.Effect == EventEffect.Broke ? "Connection broke" : "Reported broken";

    private static string Fixed(EventFacts facts) =>
        (facts.Effect, facts.BrokenFor) switch
        {
            (EventEffect.Repaired, { } span) when span < TimeSpan.FromMinutes(1) =>
                "Repaired within a minute",
            (EventEffect.Repaired, { } span) => $"Repaired after {TimeText.Duration(span)}",
            (EventEffect.Repaired, _) => "Repaired",
            _ => "Reported working",
        };

    private static string Added(EventFacts facts) =>
        (facts.Effect, facts.Source) switch
        {
            (EventEffect.Repaired, _) => Fixed(facts),
            (EventEffect.Added, not EventSource.Poll) => "Connected",
            (_, EventSource.Poll) => "Found working",
            _ => "Reported connected",
        };

    private static string Deleted(EventFacts facts) =>
        facts.Effect == EventEffect.Deleted ? "Deleted at SnapTrade" : "Reported deleted";

    private static string Who(EventFacts facts) => facts.Actor is { } actor ? Bidi.Isolate(actor) : "Someone";
}
