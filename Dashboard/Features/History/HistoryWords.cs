using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Text;

namespace Dashboard.Features.History;

/// <summary>How events read in the history beside their titles.</summary>
internal static class HistoryWords
{
    public static string Source(EventSource source) =>
        source switch
        {
            EventSource.Webhook => "Webhook",
            EventSource.Poll => "Check",
            EventSource.Portal => "Customer",
            EventSource.Policy => "E-mail policy",
            EventSource.EmailProvider => "E-mail provider",
            _ => "Operator or API",
        };

    /// <summary>What an event did to its connection, as a sentence.</summary>
    public static string Effect(EventFacts facts) =>
        facts.Effect switch
        {
            EventEffect.Added => "The connection was added.",
            EventEffect.Broke => "The connection became disabled.",
            EventEffect.Repaired => "The connection became healthy again.",
            EventEffect.Deleted => "The connection was deleted.",
            EventEffect.Confirmed => "No change: it confirmed what was known.",
            EventEffect.AwaitingVerification => "Not clear from the event: a check with SnapTrade decides.",
            _ => EventTypes.FactOf(facts.Type) is null
                ? "No change: this event says nothing about the connection’s health."
                : "No change: a newer event was known already.",
        };

    /// <summary>An e-mail by its state.</summary>
    public static string Email(EmailState state) =>
        state switch
        {
            EmailState.Queued => "Queued",
            EmailState.Sending => "Being sent",
            EmailState.Sent => "Sent",
            EmailState.Skipped => "Not needed",
            EmailState.Failed => "Failed",
            EmailState.Unsure => "Delivery unknown",
            _ => "Cancelled",
        };

    /// <summary>"3 d 4 h", "less than a minute".</summary>
    public static string Lasting(TimeSpan span) =>
        span < TimeSpan.FromMinutes(1) ? "less than a minute" : TimeText.Duration(span);
}
