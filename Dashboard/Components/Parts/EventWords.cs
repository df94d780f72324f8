using System.Globalization;
using Dashboard.Components.Time;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Text;

namespace Dashboard.Components.Parts;

/// <summary>An event in plain words.</summary>
/// <param name="Icon">A name from <see cref="IconShapes"/>.</param>
/// <param name="Detail">What it means and how we know.</param>
/// <param name="Code">SnapTrade's name for how an attempt ended, for tooltips.</param>
public sealed record EventWords(string Icon, Tone Tone, string Title, string Detail, string? Code = null)
{
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(2);

    public static EventWords Of(EventFacts facts)
    {
        var (icon, tone, title, meaning) = Tell(facts);
        string?[] details = [meaning, Origin(facts), Overtaken(facts), Lateness(facts)];
        return new EventWords(
            icon,
            tone,
            title,
            string.Join(", ", details.OfType<string>()),
            facts.AttemptResult
        );
    }

    private static (string Icon, Tone Tone, string Title, string? Meaning) Tell(EventFacts facts) =>
        facts.Type switch
        {
            EventTypes.ConnectionBroken => ("broken-link", Tone.Bad, BrokenTitle(facts), null),
            EventTypes.ConnectionFixed => ("check", Tone.Ok, FixedTitle(facts), null),
            EventTypes.ConnectionAdded => ("link", Tone.Ok, AddedTitle(facts), null),
            EventTypes.ConnectionDeleted => ("trash", Tone.Neutral, DeletedTitle(facts), null),
            EventTypes.ConnectionUpdated => ("refresh", Tone.Wait, "Something changed at SnapTrade", null),
            EventTypes.ConnectionAttempted => Attempt(facts, null),
            EventTypes.PortalReturned => Attempt(facts, "Came back from the portal"),
            EventTypes.ConnectionFailed => ("x", Tone.Bad, "An attempt to connect failed", null),
            _ => TellLink(facts),
        };

    private static (string Icon, Tone Tone, string Title, string? Meaning) TellLink(EventFacts facts) =>
        facts.Type switch
        {
            EventTypes.LinkCreated => ("copy", Tone.Neutral, $"{Who(facts)} made a reconnect link", null),
            EventTypes.LinkRevoked => ("x", Tone.Neutral, $"{Who(facts)} revoked a reconnect link", null),
            EventTypes.LinkOpened => ("link", Tone.Wait, "Opened the reconnect link", null),
            EventTypes.PortalLinkCreated => (
                "phone",
                Tone.Neutral,
                $"{Who(facts)} handed out a portal link",
                "Good for 5 minutes"
            ),
            EventTypes.LinkScanned => (
                "eye",
                Tone.Neutral,
                "A program opened the reconnect link",
                "Likely a mail scanner; it started nothing"
            ),
            EventTypes.PortalStarted => ("open", Tone.Wait, "Started at the portal", null),
            _ => TellEmail(facts),
        };

    private static (string Icon, Tone Tone, string Title, string? Meaning) TellEmail(EventFacts facts) =>
        facts.Type switch
        {
            EventTypes.EmailSent => ("mail", Tone.Accent, EmailedTitle(facts), null),
            EventTypes.EmailBounced => ("x", Tone.Bad, "The reconnect e-mail came back", null),
            EventTypes.EmailComplained => (
                "warning",
                Tone.Bad,
                "The customer reported our e-mail as unwanted",
                "The address gets no more e-mails"
            ),
            EventTypes.EmailOptedOut => (
                "pause",
                Tone.Wait,
                facts.Actor is { } actor
                    ? $"{actor} stopped e-mails to the customer"
                    : "The customer asked for no more e-mails",
                "Links can still be copied"
            ),
            _ => TellOther(facts),
        };

    private static (string Icon, Tone Tone, string Title, string? Meaning) TellOther(EventFacts facts) =>
        facts.Type switch
        {
            EventTypes.NewAccountAvailable => ("plus", Tone.Neutral, "A new account appeared", null),
            EventTypes.AccountRemoved => ("x", Tone.Neutral, "An account was removed", null),
            EventTypes.TradeDetection => ("history", Tone.Neutral, "A trade was seen", "Orders are not kept"),
            EventTypes.TradeUpdate => ("history", Tone.Neutral, "A trade was updated", "Orders are not kept"),
            EventTypes.DeletionAsked => (
                "trash",
                Tone.Wait,
                $"{Who(facts)} asked SnapTrade to delete it",
                null
            ),
            EventTypes.DrillAsked => (
                "broken-link",
                Tone.Wait,
                $"{Who(facts)} broke it on purpose",
                "A drill: SnapTrade was asked to disable it"
            ),
            EventTypes.UserRegistered => ("users", Tone.Neutral, "The user was registered", null),
            EventTypes.UserDeleted => ("trash", Tone.Neutral, "The user was deleted", null),
            _ => ("webhook", Tone.Neutral, facts.Type, null),
        };

    private static (string Icon, Tone Tone, string Title, string? Meaning) Attempt(
        EventFacts facts,
        string? meaning
    )
    {
        var (icon, tone) = facts.AttemptResult switch
        {
            PortalOutcomes.Success => ("check", Tone.Ok),
            PortalOutcomes.Abandoned or "3000" => ("clock", Tone.Wait),
            _ => ("x", Tone.Bad),
        };
        return (icon, tone, PortalOutcomes.Describe(facts.AttemptResult), meaning);
    }

    private static string EmailedTitle(EventFacts facts) =>
        (facts.Source, facts.Actor) switch
        {
            (EventSource.Policy, _) => "The policy e-mailed the customer",
            (_, { } actor) => $"{actor} e-mailed the customer",
            _ => "The customer was e-mailed",
        };

    private static string BrokenTitle(EventFacts facts) =>
        facts.Effect == EventEffect.Broke ? "Connection broke" : "Reported broken";

    private static string FixedTitle(EventFacts facts) =>
        (facts.Effect, facts.BrokenFor) switch
        {
            (EventEffect.Repaired, { } span) when span < TimeSpan.FromMinutes(1) =>
                "Repaired within a minute",
            (EventEffect.Repaired, { } span) => $"Repaired after {TimeText.Duration(span)}",
            (EventEffect.Repaired, _) => "Repaired",
            _ => "Reported working",
        };

    private static string AddedTitle(EventFacts facts) =>
        (facts.Effect, facts.Source) switch
        {
            (EventEffect.Repaired, _) => FixedTitle(facts),
            (EventEffect.Added, not EventSource.Poll) => "Connected",
            (_, EventSource.Poll) => "Found working",
            _ => "Reported connected",
        };

    private static string DeletedTitle(EventFacts facts) =>
        facts.Effect == EventEffect.Deleted ? "Deleted at SnapTrade" : "Reported deleted";

    private static string Who(EventFacts facts) => facts.Actor ?? "Somebody";

    private static string? Origin(EventFacts facts) =>
        facts.Source switch
        {
            EventSource.Poll => "found by a check",
            EventSource.Webhook => facts.Type,
            _ => null,
        };

    // What came late or twice is part of the history, but the health did not turn on it.
    private static string? Overtaken(EventFacts facts) =>
        (EventTypes.FactOf(facts.Type), facts.Effect) switch
        {
            (not null, EventEffect.None) => "later news was known already",
            (not null, EventEffect.Confirmed) => "as known",
            (_, EventEffect.AwaitingVerification) => "a check was queued",
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
