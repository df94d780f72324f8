using Dashboard.Domain.Deliveries;

namespace Dashboard.Features.Webhooks.Deliveries;

/// <summary>What screens call the outcomes of deliveries.</summary>
internal static class DeliveryWords
{
    public static string Reason(string outcome) =>
        outcome switch
        {
            DeliveryOutcomes.Accepted => "Accepted",
            DeliveryOutcomes.Duplicate => "Sent again",
            DeliveryOutcomes.Unsigned => "No signature",
            DeliveryOutcomes.BadSignature => "Unreadable signature",
            DeliveryOutcomes.Forged => "Wrong signature",
            DeliveryOutcomes.Malformed => "Not an event",
            DeliveryOutcomes.Foreign => "Other client",
            DeliveryOutcomes.TooOld => "Too old",
            DeliveryOutcomes.TooNew => "In the future",
            DeliveryOutcomes.TooLarge => "Too large",
            DeliveryOutcomes.Compressed => "Compressed",
            DeliveryOutcomes.TooSlow => "Too slow",
            DeliveryOutcomes.BrokenOff => "Incomplete",
            DeliveryOutcomes.Busy => "Too many at once",
            DeliveryOutcomes.NotCommitted => "Not stored",
            _ => outcome,
        };

    /// <summary>Those that this server could not take in are a warning, and so is a clock.</summary>
    public static string Css(int status) =>
        status is 401 or 403 or >= 500 ? "bad"
        : status < 300 ? "ok"
        : "wait";
}
