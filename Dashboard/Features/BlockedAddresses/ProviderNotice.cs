using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>A provider's notice about one e-mail, as the REST API receives it.</summary>
/// <param name="Type"><c>bounce</c> or <c>complaint</c>; any other is ignored.</param>
/// <param name="MessageId">The Message-ID, with or without angle brackets.</param>
/// <param name="BounceType"><c>hard</c> or <c>soft</c>; hard by default.</param>
/// <param name="Id">The provider's id of the notice, by which repeats are recognised.</param>
internal sealed record EmailEventItem(
    string? Type,
    string? Email = null,
    string? MessageId = null,
    string? BounceType = null,
    string? Reason = null,
    DateTimeOffset? OccurredAt = null,
    string? Id = null
)
{
    /// <summary>For the description of the API.</summary>
    public static readonly EmailEventItem Example = new(
        ProviderNotice.BounceWord,
        "zoe@example.com",
        "<0199f3c2a4b17c55a6f0d1b2c3d4e5f6@acme.example>",
        ProviderNotice.HardWord,
        "550 5.1.1 No such user",
        new DateTimeOffset(2026, 11, 19, 10, 20, 0, TimeSpan.Zero),
        "notice-4711"
    );
}

/// <summary>The kind of a notice.</summary>
public enum MailEventKind
{
    /// <summary>The mailbox refused the message temporarily.</summary>
    SoftBounce,

    /// <summary>The address does not work.</summary>
    HardBounce,

    /// <summary>The reader reported the message as unwanted.</summary>
    Complaint,
}

/// <summary>A valid notice.</summary>
/// <param name="MessageKey">The part of the Message-ID before the @: the id of the e-mail, unless the provider replaced it.</param>
/// <param name="Receipt">The key by which repeats are recognised; null when the notice has neither an id nor a time.</param>
public sealed record ProviderNotice(
    MailEventKind Kind,
    string Address,
    string? MessageKey,
    string? Reason,
    DateTimeOffset At,
    string? Receipt
)
{
    internal const string BounceWord = "bounce";
    internal const string ComplaintWord = "complaint";
    internal const string HardWord = "hard";
    internal const string SoftWord = "soft";
    private const int MaxTextLength = 400;
    private const int MaxReasonLength = 2000;

    // The provider's clock may be ahead of ours.
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Whether notices of that type are recorded.</summary>
    internal static bool IsRecorded(string type) => ProviderWords.TypeOf(type) is not null;

    /// <summary>Problems by property; empty when the notice is valid.</summary>
    internal static IEnumerable<(string Property, string Message)> Problems(
        EmailEventItem item,
        DateTimeOffset now
    )
    {
        if (AddressOf(item.Email) is null)
            yield return (
                "email",
                "email must be the address that the notice is about, such as zoe@example.com."
            );
        if (
            item.MessageId is { } messageId
            && (messageId.Length > MaxTextLength || messageId.Any(char.IsControl))
        )
            yield return (
                "messageId",
                $"messageId must have at most {MaxTextLength} characters; omit it if it is not known."
            );
        if (item.BounceType is { } bounce && ProviderWords.BounceOf(bounce) is null)
            yield return (
                "bounceType",
                "bounceType must be hard or soft, or a provider's name for one of them; the default is hard."
            );
        if (item.Reason is { Length: > MaxReasonLength })
            yield return ("reason", $"reason must have at most {MaxReasonLength} characters.");
        if (item.OccurredAt is { } at && OutsideTime.Plausible(at, at) is null)
            yield return (
                "occurredAt",
                "occurredAt must not be before the year 2000; omit it for the current time."
            );
        if (item.OccurredAt > now + MaxClockSkew)
            yield return (
                "occurredAt",
                "occurredAt must not be in the future; omit it for the current time."
            );
        if (item.Id is { } id && (string.IsNullOrWhiteSpace(id) || id.Length > MaxTextLength))
            yield return (
                "id",
                $"id must have 1 to {MaxTextLength} characters; omit it if the notice has none."
            );
    }

    /// <param name="item">Without problems and of a recorded type.</param>
    /// <param name="now">The time of arrival, used when the notice has no time.</param>
    internal static ProviderNotice Of(EmailEventItem item, DateTimeOffset now)
    {
        var (type, told) = ProviderWords.TypeOf(item.Type)!.Value;
        var kind =
            type == ComplaintWord ? MailEventKind.Complaint
            : (ProviderWords.BounceOf(item.BounceType) ?? told) == SoftWord ? MailEventKind.SoftBounce
            : MailEventKind.HardBounce;
        var at = item.OccurredAt is { } stated && stated < now ? stated : now;
        return new ProviderNotice(
            kind,
            AddressOf(item.Email)!,
            KeyOf(item.MessageId),
            string.IsNullOrWhiteSpace(item.Reason) ? null : item.Reason.ReplaceLineEndings(" ").Trim(),
            at.ToUniversalTime(),
            ReceiptOf(item)
        );
    }

    private static string? KeyOf(string? messageId)
    {
        var trimmed = messageId?.Trim().TrimStart('<').TrimEnd('>');
        var at = trimmed?.IndexOf('@') ?? -1;
        return string.IsNullOrEmpty(trimmed) ? null
            : at < 0 ? trimmed
            : trimmed[..at];
    }

    // Hashed to keep the key short and free of addresses.
    private static string? ReceiptOf(EmailEventItem item)
    {
        if (item is { Id: null, OccurredAt: null })
            return null;
        var parts = item.Id is { } id
            ? new object?[] { id }
            : [item.Type, item.Email, item.MessageId, item.BounceType, item.OccurredAt?.UtcTicks];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts)));
        return $"email-notice:{Convert.ToHexStringLower(hash)}";
    }

    private static string? AddressOf(string? text) =>
        text is { Length: <= MaxTextLength } ? EmailAddress.Read(text) : null;
}
