using System.Text.Json;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>Takes notices in the shape in which Amazon SES, Mailgun, Postmark and SendGrid send them.</summary>
internal static class ProviderPayloads
{
    private const string Ignored = "ignored";

    /// <summary>The notices in a provider's own payload; null when it is of no known provider.</summary>
    public static IReadOnlyList<EmailEventItem>? Read(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object)
            return null;
        if (
            part.Text("Type") is "Notification" or "SubscriptionConfirmation"
            && part.Text("Message") is { } inner
        )
            return OfNotification(inner);
        if ((part.Text("notificationType") ?? part.Text("eventType")) is not null)
            return OfSes(part);
        if (part.Find("event-data") is { } data)
            return [OfMailgun(data)];
        if (part.Text("RecordType") is not null)
            return [OfPostmark(part)];
        return part.Text("event") is null ? null
            : part.Text("recipient") is not null ? [OfMailgun(part)]
            : [OfSendGrid(part)];
    }

    // SNS sends the notice as text within its own. A confirmation is for the account's owner to confirm.
    private static IReadOnlyList<EmailEventItem> OfNotification(string message)
    {
        try
        {
            using var inner = JsonDocument.Parse(message);
            return Read(inner.RootElement) ?? [new(Ignored)];
        }
        catch (JsonException)
        {
            return [new(Ignored)];
        }
    }

    private static IReadOnlyList<EmailEventItem> OfSes(JsonElement part)
    {
        var word = part.Text("notificationType") ?? part.Text("eventType");
        var messageId = part.Find("mail", "commonHeaders")?.Text("messageId");
        var isComplaint = word == "Complaint";
        if (word is not ("Bounce" or "Complaint") || part.Find(word.ToLowerInvariant()) is not { } about)
            return [new(Ignored)];
        return
        [
            .. about
                .Items(isComplaint ? "complainedRecipients" : "bouncedRecipients")
                .Select(to => new EmailEventItem(
                    word.ToLowerInvariant(),
                    to.Text("emailAddress"),
                    messageId,
                    isComplaint
                        ? null
                        : ProviderWords.BounceOf(about.Text("bounceType")) ?? ProviderNotice.SoftWord,
                    to.Text("diagnosticCode")
                        ?? about.Text("bounceSubType")
                        ?? about.Text("complaintFeedbackType"),
                    about.Time("timestamp"),
                    // One notice may be about several recipients.
                    about.Text("feedbackId")
                        is { } id
                        ? $"{id} {to.Text("emailAddress")}"
                        : null
                )),
        ];
    }

    private static EmailEventItem OfMailgun(JsonElement part)
    {
        var reason = ProviderWords.Key(part.Text("reason"));
        var isPermanent = part.Text("severity") is null or "permanent";
        var type = (part.Text("event"), reason) switch
        {
            ("complained", _) or (_, "suppresscomplaint") => ProviderNotice.ComplaintWord,
            (_, "suppressunsubscribe") => Ignored,
            ("failed" or "bounced" or "dropped", _) => ProviderNotice.BounceWord,
            _ => Ignored,
        };
        var status = part.Find("delivery-status");
        var isHard =
            isPermanent
            && (
                reason is "bounce" or "suppressbounce" or "hardfail" or ""
                || IsOfAddress(status?.Text("message"))
            );
        return new(
            type,
            part.Text("recipient"),
            part.Find("message", "headers")?.Text("message-id") ?? part.Text("Message-Id"),
            type != ProviderNotice.BounceWord ? null
                : isHard ? ProviderNotice.HardWord
                : ProviderNotice.SoftWord,
            status?.Text("message") is { Length: > 0 } said
                ? said
                : status?.Text("description") ?? part.Text("reason"),
            part.Time("timestamp"),
            part.Text("id")
        );
    }

    private static EmailEventItem OfPostmark(JsonElement part)
    {
        var record = part.Text("RecordType");
        var kind = part.Text("Type") ?? part.Text("SuppressionReason");
        // Postmark sends nothing more to an address that it has made inactive, whatever the bounce was called.
        var isInactive = part.IsTrue("Inactive") || part.IsTrue("SuppressSending");
        var type = (record, ProviderWords.Key(kind)) switch
        {
            ("SpamComplaint", _) or ("Bounce" or "SubscriptionChange", "spamcomplaint") =>
                ProviderNotice.ComplaintWord,
            ("SubscriptionChange", "hardbounce") when isInactive => ProviderNotice.BounceWord,
            (
                "Bounce",
                "autoresponder"
                    or "subscribe"
                    or "unsubscribe"
                    or "addresschange"
                    or "openrelaytest"
                    or "challengeverification"
            ) when !isInactive => Ignored,
            ("Bounce", _) => ProviderNotice.BounceWord,
            _ => Ignored,
        };
        return new(
            type,
            part.Text("Email") ?? part.Text("Recipient"),
            MessageId: null,
            type != ProviderNotice.BounceWord ? null
                : isInactive ? ProviderNotice.HardWord
                : ProviderWords.BounceOf(kind) ?? ProviderNotice.SoftWord,
            part.Text("Details") is { Length: > 0 } details ? details : part.Text("Description"),
            part.Time("BouncedAt") ?? part.Time("ChangedAt"),
            part.Text("ID") is { } id ? $"{record} {id}" : null
        );
    }

    private static EmailEventItem OfSendGrid(JsonElement part)
    {
        var (type, bounce) = (part.Text("event"), ProviderWords.Key(part.Text("reason"))) switch
        {
            ("spamreport", _) or ("dropped", "spamreportingaddress") => (ProviderNotice.ComplaintWord, null),
            // It bounced before, or can't be an address.
            ("dropped", "bouncedaddress" or "invalid" or "invalidaddress") => (
                ProviderNotice.BounceWord,
                ProviderNotice.HardWord
            ),
            ("dropped", "unsubscribedaddress" or "recipientlistoverpackagequota") => (Ignored, null),
            ("dropped", _) => (ProviderNotice.BounceWord, ProviderNotice.SoftWord),
            ("bounce", _) => (
                ProviderNotice.BounceWord,
                part.Text("type") is { } kind
                    ? ProviderWords.BounceOf(kind) ?? ProviderNotice.SoftWord
                    : ProviderNotice.HardWord
            ),
            var (word, _) when ProviderWords.TypeOf(word) is var (known, told) => (known, told),
            _ => (Ignored, (string?)null),
        };
        return new(
            type,
            part.Text("email"),
            part.Text("smtp-id") ?? part.Text("message-id"),
            bounce,
            part.Text("reason"),
            part.Time("timestamp") ?? part.Time("date"),
            part.Text("sg_event_id") ?? part.Text("id")
        );
    }

    private static bool IsOfAddress(string? said) =>
        said is not null
        && (
            said.Contains("5.1.1", StringComparison.Ordinal)
            || said.Contains("5.1.10", StringComparison.Ordinal)
        );
}
