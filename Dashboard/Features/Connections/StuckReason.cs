using System.Globalization;
using Dashboard.Domain.Connections;
using Dashboard.Text;

namespace Dashboard.Features.Connections;

/// <summary>Why a connection stays disabled, in one sentence made of its break, the efforts so far and its link.</summary>
/// <param name="Sentence">"Broken for 25 d. Wrong password 3 times, last 03:23; link open until Friday 4 December."</param>
/// <param name="Next">What to do next.</param>
public sealed record StuckReason(string Sentence, string Next)
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>Null for a connection that is not disabled.</summary>
    /// <param name="zone">The operator's.</param>
    public static StuckReason? Of(ConnectionRow row, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (row.Health != Health.Disabled)
            return null;
        var efforts = NextStep.OfEfforts(row, now);
        var since = TimeText.Duration(now - row.Since);
        var broken = since == "just now" ? "Just broke" : $"Broken for {since}";
        List<string> parts = [efforts.Words + LastAttempt(efforts, now, zone)];
        if (LinkOf(row, now, zone) is { } link)
            parts.Add(link);
        return new StuckReason($"{broken}. {string.Join("; ", parts)}.", NextOf(row));
    }

    /// <summary>For a ticket: who, where, why and what to do.</summary>
    public string ToText(ConnectionRow row)
    {
        var who = row.UserName is { } name ? $"{name} ({row.UserId})" : row.UserId;
        return $"{who}, {row.BrokerageName}: {Sentence} Next: {Next}";
    }

    private static string LastAttempt(NextStep efforts, DateTimeOffset now, TimeZoneInfo zone) =>
        efforts.AttemptedAt is { } at ? $", last {TimeText.Moment(In(at, zone), In(now, zone))}" : "";

    private static string? LinkOf(ConnectionRow row, DateTimeOffset now, TimeZoneInfo zone) =>
        row.CurrentLink is { RevokedAt: null } link && link.ExpiresAt > now
            ? $"link open until {In(link.ExpiresAt, zone).ToString("dddd d MMMM", Words)}"
            : null;

    private static string NextOf(ConnectionRow row) =>
        row switch
        {
            _ when Advice.Of(row) is { } advice => advice.Text,
            { Duplicate: not null } => "Decide whether the newer connection replaces this one.",
            { UserEmail: null or "" } => "Call the customer and copy a link: no e-mail can be sent.",
            { HasOptedOut: true } => "Call the customer and copy a link: they opted out of e-mails.",
            { IsAddressSuppressed: true } =>
                "Call the customer and copy a link: no e-mails go to their address.",
            { CurrentLink: not null } => "Call the customer, or send the link again.",
            _ => "Copy a link for the customer, or send an e-mail.",
        };

    private static DateTimeOffset In(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone);
}
