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
                "It can't come back. When the customer connects again, a new connection appears.",
                Tone.Neutral
            ),
            { Health: Health.Healthy, AwaitingVerification: false } => null,
            { CanAskSnapTrade: false, IsSecretRefused: true } => new(
                "SnapTrade refuses this user's secret.",
                "No link can be made and no check can run until the host application brings the current secret."
            ),
            { CanAskSnapTrade: false } => new(
                "This user's secret is not known.",
                "No link can be made and no check can run until the host application brings it."
            ),
            { AwaitingVerification: true } => new(
                "This connection is being checked.",
                "Something changed, and the event does not say what. SnapTrade is asked; the answer appears here by itself."
            ),
            // The card of the duplicate gives the advice.
            { Health: not Health.Disabled } or { Duplicate: not null } => null,
            { IncidentSince: not null } => new(
                $"{Bidi.Isolate(row.BrokerageName)} has an incident.",
                "Many of its connections broke at once: it is the brokerage, not the customer. Ask them to wait; a link works once it is over."
            ),
            { Brokerage.InMaintenance: true } => new(
                $"{Bidi.Isolate(row.BrokerageName)} is in maintenance.",
                "Reconnecting fails until it is over. Send the link now, and ask the customer to wait."
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
                "They logged in, and this connection is still disabled.",
                "Perhaps they connected anew: look at this user's other connections, then send the link again."
            );
        var outcome = PortalText.Of(attempt.Result);
        return new(outcome.OperatorText + ".", outcome.OperatorAdvice, outcome.IsOurs ? Tone.Bad : Tone.Wait);
    }

    private static Advice? OfLink(ConnectionRow row) =>
        row.LatestLink is { StartedAt: null } link && link.CreatedAt >= row.Since
            ? link switch
            {
                { FirstOpenedAt: not null } => new(
                    "They opened the link and did not start.",
                    "Ask whether they trust the page: the address is ours, and SnapTrade's secure page follows."
                ),
                { EmailBouncedAt: not null } => new(
                    "The reconnect e-mail came back.",
                    "Ask the host application for another address, or call and copy a link.",
                    Tone.Bad
                ),
                _ => null,
            }
            : null;
}
