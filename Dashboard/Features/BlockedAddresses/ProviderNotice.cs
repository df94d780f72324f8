using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>What a provider says of one e-mail, as the REST API takes it.</summary>
/// <param name="Type"><c>bounce</c> or <c>complaint</c>; any other is ignored.</param>
/// <param name="MessageId">Of our message, with or without angle brackets.</param>
/// <param name="BounceType"><c>hard</c> or <c>soft</c>; left out it is hard.</param>
/// <param name="Id">The provider's own id of the notice: the same notice twice is one.</param>
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
    /// <summary>What the API's description shows.</summary>
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

/// <summary>What kind of news it is.</summary>
public enum MailEventKind
{
    /// <summary>The mailbox did not take it this time.</summary>
    SoftBounce,

    /// <summary>Nobody can be reached at the address.</summary>
    HardBounce,

    /// <summary>The reader reported it as unwanted.</summary>
    Complaint,
}

/// <summary>A notice that was found to be valid.</summary>
/// <param name="MessageKey">What stands before the @ of the message's id: the id of an e-mail of ours, if it is one.</param>
/// <param name="Receipt">Under which key it is remembered; null when nothing tells it from another like it.</param>
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
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Whether notices of that type say anything that is acted on.</summary>
    internal static bool IsActedOn(string type) => type is BounceWord or ComplaintWord;

    /// <summary>What is wrong, by property; empty when nothing is.</summary>
    internal static IEnumerable<(string Property, string Message)> Problems(
        EmailEventItem item,
        DateTimeOffset now
    )
    {
        if (item.Email is not { } email || !IsAddress(email))
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
                $"messageId must have at most {MaxTextLength} characters; leave it out if you don't know it."
            );
        if (item.BounceType is not (null or HardWord or SoftWord))
            yield return ("bounceType", "bounceType must be hard or soft; left out it is hard.");
        if (item.Reason is { Length: > MaxReasonLength })
            yield return ("reason", $"reason must have at most {MaxReasonLength} characters.");
        if (item.OccurredAt > now + Ahead)
            yield return ("occurredAt", "occurredAt must not lie in the future; leave it out for now.");
        if (item.Id is { } id && (string.IsNullOrWhiteSpace(id) || id.Length > MaxTextLength))
            yield return (
                "id",
                $"id must have 1 to {MaxTextLength} characters; leave it out if the notice has none."
            );
    }

    /// <param name="item">Found to have no problems, and of a type that is acted on.</param>
    /// <param name="now">When it came, which is when it happened if it does not say.</param>
    internal static ProviderNotice Of(EmailEventItem item, DateTimeOffset now)
    {
        var kind =
            item.Type == ComplaintWord ? MailEventKind.Complaint
            : item.BounceType == SoftWord ? MailEventKind.SoftBounce
            : MailEventKind.HardBounce;
        var at = item.OccurredAt is { } told && told < now ? told : now;
        return new ProviderNotice(
            kind,
            item.Email!.Trim(),
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

    // Hashed: keys are short, and nobody needs to read addresses there.
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

    private static bool IsAddress(string email) =>
        email.Length <= MaxTextLength
        && MailAddress.TryCreate(email.Trim(), out var address)
        && address.Address == email.Trim()
        && !email.Trim().Any(c => char.IsControl(c) || char.IsWhiteSpace(c));
}
