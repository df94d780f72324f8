using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Text;

namespace Dashboard.Components.Parts;

/// <summary>An event as a timeline shows it.</summary>
/// <param name="Icon">A name from <see cref="IconShapes"/>.</param>
/// <param name="Detail">See <see cref="EventDetail"/>.</param>
/// <param name="Code">SnapTrade's names, for tooltips.</param>
public sealed record EventWords(string Icon, Tone Tone, string Title, string Detail, string? Code = null)
{
    public static EventWords Of(EventFacts facts)
    {
        var (icon, tone) = Look(facts);
        return new(icon, tone, EventText.Title(facts), EventDetail.Of(facts), facts.AttemptResult);
    }

    /// <summary>Without SnapTrade's names, which only appear in tooltips.</summary>
    /// <param name="facts">The event.</param>
    /// <param name="withCode">Whether the reader may see these names.</param>
    public static EventWords Plain(EventFacts facts, bool withCode)
    {
        var words = Of(facts);
        return words with
        {
            Title = words.Title == facts.Type ? "Another event from SnapTrade" : words.Title,
            Detail = EventDetail.Of(facts, withType: false),
            Code = withCode ? string.Join(' ', facts.Type, facts.AttemptResult).TrimEnd() : null,
        };
    }

    private static (string Icon, Tone Tone) Look(EventFacts facts) =>
        facts.Type switch
        {
            EventTypes.ConnectionBroken => ("broken-link", Tone.Bad),
            EventTypes.ConnectionFixed => ("check", Tone.Ok),
            EventTypes.ConnectionAdded => ("link", Tone.Ok),
            EventTypes.ConnectionUpdated => ("refresh", Tone.Wait),
            EventTypes.ConnectionAttempted or EventTypes.PortalReturned => OfResult(facts.AttemptResult),
            EventTypes.ConnectionFailed or EventTypes.EmailBounced => ("x", Tone.Bad),
            EventTypes.ConnectionDeleted or EventTypes.UserDeleted => ("trash", Tone.Neutral),
            EventTypes.DeletionAsked => ("trash", Tone.Wait),
            EventTypes.DrillAsked => ("broken-link", Tone.Wait),
            EventTypes.UserRegistered => ("users", Tone.Neutral),
            EventTypes.NewAccountAvailable => ("plus", Tone.Neutral),
            EventTypes.AccountRemoved or EventTypes.LinkRevoked => ("x", Tone.Neutral),
            EventTypes.TradeDetection or EventTypes.TradeUpdate => ("history", Tone.Neutral),
            _ => OfOutreach(facts.Type),
        };

    private static (string Icon, Tone Tone) OfOutreach(string type) =>
        type switch
        {
            EventTypes.LinkCreated => ("copy", Tone.Neutral),
            EventTypes.LinkOpened => ("link", Tone.Wait),
            EventTypes.LinkScanned => ("eye", Tone.Neutral),
            EventTypes.PortalLinkCreated => ("phone", Tone.Neutral),
            EventTypes.PortalStarted => ("open", Tone.Wait),
            EventTypes.EmailSent => ("mail", Tone.Accent),
            EventTypes.EmailComplained => ("warning", Tone.Bad),
            EventTypes.EmailOptedOut => ("pause", Tone.Wait),
            _ => ("webhook", Tone.Neutral),
        };

    private static (string Icon, Tone Tone) OfResult(string? result) =>
        result switch
        {
            PortalOutcomes.Success => ("check", Tone.Ok),
            PortalOutcomes.Abandoned or "3000" => ("clock", Tone.Wait),
            _ => ("x", Tone.Bad),
        };
}
