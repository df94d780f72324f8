using Dashboard.Components.Parts;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconnect;
using Dashboard.Text;

namespace Dashboard.Features.Connections;

/// <summary>The most useful advice for an operator who is about to help this customer.</summary>
public sealed record Advice(string Title, string Text, Tone Tone = Tone.Wait)
{
    /// <summary>Null when the page needs no advice.</summary>
    public static Advice? Of(ConnectionRow row) =>
        row switch
        {
            { Health: Health.Deleted } => new(
                "This connection was deleted at SnapTrade.",
                "It can't be restored. When the customer connects again, a new connection appears.",
                Tone.Neutral
            ),
            { Health: Health.Healthy, AwaitingVerification: false } => null,
            { CanAskSnapTrade: false, IsSecretRefused: true } => new(
                "SnapTrade refuses this user's secret.",
                "Links and checks don't work until your app sends the current secret."
            ),
            { CanAskSnapTrade: false } => new(
                "The user secret is missing.",
                "Links and checks don't work until your app sends it."
            ),
            { AwaitingVerification: true } => new(
                "This connection is being checked.",
                "An event reported a change without details. SnapTrade is being asked, and the result appears here."
            ),
            // The card of the duplicate gives the advice.
            { Health: not Health.Disabled } or { Duplicate: not null } => null,
            { BrokeWithinIncident: true } => new(
                $"{Bidi.Isolate(row.BrokerageName)} has an incident.",
                "Many of its connections broke at the same time, so the cause is the brokerage. Ask the customer to wait. A link works after the incident."
            ),
            { Brokerage.InMaintenance: true } => new(
                $"{Bidi.Isolate(row.BrokerageName)} is in maintenance.",
                "Reconnecting fails until it ends. Send the link now, and ask the customer to wait."
            ),
            { Brokerage.IsDegraded: true } => new(
                $"{Bidi.Isolate(row.BrokerageName)} is degraded.",
                "Reconnecting may fail. If it does, ask the customer to try again later."
            ),
            _ => OfAttempt(row),
        };

    private static Advice? OfAttempt(ConnectionRow row)
    {
        if (row.LatestAttempt is not { } attempt || row.LatestLink?.CreatedAt > attempt.At)
            return OfLink(row);
        if (attempt.Result == PortalOutcomes.Success)
            return new(
                "The customer logged in, but this connection is still disabled.",
                "They may have connected again (new id). Check this user's other connections, then send the link again."
            );
        var outcome = PortalText.Of(attempt.Result);
        return new(outcome.OperatorText + ".", outcome.OperatorAdvice, outcome.IsOurs ? Tone.Bad : Tone.Wait);
    }

    private static Advice? OfLink(ConnectionRow row) =>
        row.CurrentLink is { StartedAt: null } link
            ? link switch
            {
                { FirstOpenedAt: not null } => new(
                    "The customer opened the link but did not start.",
                    "Ask whether they trust the page. The address is ours, and it leads to SnapTrade's secure page."
                ),
                { EmailBouncedAt: not null } => new(
                    "The reconnect e-mail bounced.",
                    "Get another address from your app, or call the customer and copy a link.",
                    Tone.Bad
                ),
                _ => null,
            }
            : null;
}
