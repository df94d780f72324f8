using Dashboard.Components.Parts;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Connections.Triage;
using Dashboard.Text;

namespace Dashboard.Features.Connections;

/// <summary>The most useful fact about a connection for an operator who is about to act on it.</summary>
/// <param name="Words">Empty when there is nothing to do.</param>
public sealed record NextStep(string Words, Tone Tone = Tone.Neutral)
{
    /// <summary>When the attempt was made that the words tell of; null when they tell of something else.</summary>
    public DateTimeOffset? AttemptedAt { get; private init; }

    private static readonly TimeSpan PortalVisit = TimeSpan.FromMinutes(10);

    /// <param name="row">The connection.</param>
    /// <param name="now">Decides ages and snoozes.</param>
    /// <param name="zone">The operator's, for the end of a snooze; null is UTC.</param>
    public static NextStep Of(ConnectionRow row, DateTimeOffset now, TimeZoneInfo? zone = null) =>
        row switch
        {
            { Health: Health.Deleted } => new(""),
            _ when row.IsSnoozed(now) => new(SnoozeWords.Of(row.Triage!, now, zone ?? TimeZoneInfo.Utc)),
            { CanAskSnapTrade: false, IsSecretRefused: true } when NeedsOperator(row) => new(
                "Can’t make a link: user secret refused",
                Tone.Wait
            ),
            { CanAskSnapTrade: false } when NeedsOperator(row) => new(
                "Can’t make a link: user secret missing",
                Tone.Wait
            ),
            { AwaitingVerification: true } => new("Being checked", Tone.Wait),
            { DataState: DataState.Silent, SilentSince: { } since } => new(
                $"No data for {TimeText.Duration(now - since)}",
                Tone.Wait
            ),
            { Health: not Health.Disabled } => new(""),
            { Duplicate: not null } => new("Connected again (new id)", Tone.Wait),
            { BrokeWithinIncident: true } => new("Brokerage outage: wait", Tone.Wait),
            { Brokerage.InMaintenance: true } => new("Brokerage in maintenance", Tone.Wait),
            { Brokerage.IsDegraded: true } => new("Brokerage degraded", Tone.Wait),
            _ => OfEfforts(row, now),
        };

    private static bool NeedsOperator(ConnectionRow row) =>
        row.AwaitingVerification || row.Health == Health.Disabled;

    /// <summary>What was tried to repair a disabled connection, whatever else there is to say about it.</summary>
    internal static NextStep OfEfforts(ConnectionRow row, DateTimeOffset now)
    {
        var link = row.CurrentLink;
        if (
            row.PortalLinkAt is { } portalLinkAt
            && now - portalLinkAt < PortalVisit
            && !(link?.CreatedAt >= portalLinkAt)
            && !(link?.StartedAt >= portalLinkAt)
            && !(row.LatestAttempt?.At >= portalLinkAt)
        )
            return new("Has a portal link");
        if (
            row.LatestAttempt is { } attempt
            && !(link?.CreatedAt > attempt.At)
            && !IsAtPortal(link, attempt.At, now)
        )
            return OfAttempt(attempt, isChecked: row.LastVerifiedAt >= attempt.At);
        if (link is not null)
            return OfLink(link, now);
        return row.PortalLinkAt is null ? OfNotContacted(row) : new("Portal link expired");
    }

    // The reason why no e-mail can be sent decides who has to act.
    private static NextStep OfNotContacted(ConnectionRow row) =>
        row switch
        {
            { UserEmail: null or "" } => new("No e-mail address", Tone.Wait),
            { HasOptedOut: true } => new("Opted out of e-mails", Tone.Wait),
            { IsAddressSuppressed: true } => new("Address blocked", Tone.Wait),
            _ => new("Never contacted"),
        };

    private static NextStep OfAttempt(AttemptFacts attempt, bool isChecked) =>
        attempt.Result switch
        {
            PortalOutcomes.Success when isChecked => Tried("Logged in, still disabled", attempt),
            PortalOutcomes.Success => Tried("Logged in, not yet confirmed", attempt, Tone.Wait),
            PortalOutcomes.Abandoned => Tried(Again("Left the portal early", attempt), attempt, Tone.Neutral),
            "1023" or "DIFFERENT_ACCOUNT" => Tried(Again("Tried another account (1023)", attempt), attempt),
            "1066" or "INVALID_CREDENTIALS" => Tried(Again("Wrong password", attempt), attempt),
            "1086" or "INVALID_MFA_CODE" or "INVALID_AUTH_CODE" => Tried(
                Again("Wrong code", attempt),
                attempt
            ),
            // These end with what to do, which a time behind them would seem to be about.
            "1006" or "AUTH_EXPIRED" or "AUTH_NOT_IN_PROGRESS" => new("Session expired: open the link again"),
            "3000" => new("Brokerage did not respond: try later", Tone.Wait),
            "1012" or "0000" => new("Refused by SnapTrade: tell an admin", Tone.Bad),
            "1140" => Tried("Key lacks permission at the brokerage", attempt),
            "DUPLICATE_AUTH" => Tried("Tried an account that is already connected", attempt),
            _ => Tried(Again("Attempt failed", attempt), attempt),
        };

    private static NextStep Tried(string words, AttemptFacts attempt, Tone tone = Tone.Bad) =>
        new(words, tone) { AttemptedAt = attempt.At };

    private static NextStep OfLink(LinkFacts link, DateTimeOffset now) =>
        link switch
        {
            { StartedAt: { } started } when !(link.ReturnedAt >= started) => new(
                now - started < PortalVisit ? "At the portal now" : "Started, no result"
            ),
            { EmailBouncedAt: not null, FirstOpenedAt: null } => new("E-mail bounced", Tone.Bad),
            { RevokedAt: not null } => new("Link revoked"),
            _ when link.ExpiresAt <= now => new("Link expired"),
            { FirstOpenedAt: not null } => new("Opened the link, did not start"),
            _ => new("Link not opened"),
        };

    // The customer is trying again, so the result of the last attempt no longer matters.
    private static bool IsAtPortal(LinkFacts? link, DateTimeOffset lastAttempt, DateTimeOffset now) =>
        link?.StartedAt is { } started
        && started > lastAttempt
        && !(link.ReturnedAt >= started)
        && now - started < PortalVisit;

    private static string Again(string words, AttemptFacts attempt) =>
        attempt.Times switch
        {
            1 => words,
            2 => words + " twice",
            var times => $"{words} {times} times",
        };
}
