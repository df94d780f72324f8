using Dashboard.Domain.Emails;
using Dashboard.Domain.Time;
using Dashboard.Features.Notices.Webhooks;

namespace Dashboard.Features.Notices.Settings;

/// <summary>Validates the form.</summary>
internal static class NoticeFormCheck
{
    private const int MaxRecipients = 20;

    /// <summary>RFC 5321's limit.</summary>
    private const int LongestAddress = 254;
    private const int MaxBroken = 100_000_000;

    /// <summary>The addresses, each once.</summary>
    public static IReadOnlyList<string> Recipients(NoticeForm form) =>
        [
            .. form
                .Recipients.Split(
                    ['\n', ',', ';'],
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    public static IReadOnlyList<string> Problems(NoticeForm form)
    {
        List<string> problems = [];
        var recipients = Recipients(form);
        problems.AddRange(
            recipients
                .Where(to => !IsAddress(to))
                .Select(to =>
                    $"“{to}” is not an e-mail address. Enter one address per line, such as ana@acme.example."
                )
        );
        if (recipients.Count > MaxRecipients)
            problems.Add($"At most {MaxRecipients} addresses. Use a mailing list for more.");
        if (ZoneNames.Canonical(form.TimeZone) is null)
            problems.Add("Choose a time zone from the list, such as Europe/Berlin.");
        if (form.HasThreshold && form.Threshold is < 1 or > MaxBroken)
            problems.Add("The number of broken connections must be 1 or more.");
        if (!string.IsNullOrWhiteSpace(form.NewWebhook) && Webhook(form, out var problem) is null)
            problems.Add(problem!);
        return problems;
    }

    /// <summary>The new webhook's address; null when none was entered or it is invalid.</summary>
    public static Uri? Webhook(NoticeForm form, out string? problem)
    {
        problem = null;
        return string.IsNullOrWhiteSpace(form.NewWebhook)
            ? null
            : WebhookAddress.Read(form.NewWebhook, out problem);
    }

    private static bool IsAddress(string text) =>
        text.Length <= LongestAddress && EmailAddress.Read(text) == text;
}
