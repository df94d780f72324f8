using System.Globalization;
using Dashboard.Domain.Emails;

namespace Dashboard.Features.Policy;

/// <summary>The policy in plain words.</summary>
internal static class PolicyWords
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");
    private static readonly SendingDays[] EveryDay =
    [
        SendingDays.Monday,
        SendingDays.Tuesday,
        SendingDays.Wednesday,
        SendingDays.Thursday,
        SendingDays.Friday,
        SendingDays.Saturday,
        SendingDays.Sunday,
    ];

    /// <summary>The rule in a sentence or two.</summary>
    public static string Of(SendingRules rules)
    {
        var first = rules.Grace + TimeSpan.FromDays(rules.Steps[0]);
        var start =
            first == TimeSpan.Zero
                ? "As soon as a connection breaks"
                : $"At the earliest {Span(first)} after a break";
        return $"{start}{Again(rules)}, {Days(rules.Window.Days)} {Hours(rules.Window)}, "
            + $"{Limit(rules.MostPerWeek)} and not within {Span(rules.CoolDown)} of another e-mail.";
    }

    /// <summary>"1 hour", "90 minutes", "3 days and 1 hour".</summary>
    public static string Span(TimeSpan span)
    {
        if (span == TimeSpan.Zero)
            return "0 minutes";
        if (span.Ticks % TimeSpan.TicksPerHour != 0)
            return Count((int)span.TotalMinutes, "minute");
        return (span.Days, span.Hours) switch
        {
            (0, var hours) => Count(hours, "hour"),
            (var days, 0) => Count(days, "day"),
            var (days, hours) => $"{Count(days, "day")} and {Count(hours, "hour")}",
        };
    }

    /// <summary>"1 message", "1,204 messages".</summary>
    public static string Count(long count, string what) =>
        string.Create(Words, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    /// <summary>"Mon".</summary>
    public static string Short(SendingDays day) => NameOf(day)[..3];

    public static IReadOnlyList<SendingDays> Week => EveryDay;

    public static string NameOf(SendingDays day) => day.ToString();

    private static string Again(SendingRules rules)
    {
        if (rules.Steps.Count == 1)
            return ", once";
        List<string> later =
        [
            .. rules.Steps.Skip(1).Select(s => (s - rules.Steps[0]).ToString(CultureInfo.InvariantCulture)),
        ];
        return $", again {Listed(later)} {(later is ["1"] ? "day" : "days")} later if it is still broken";
    }

    private static string Days(SendingDays days) =>
        (days & SendingDays.All) switch
        {
            SendingDays.All => "on any day",
            SendingDays.Weekdays => "on weekdays",
            SendingDays.Saturday | SendingDays.Sunday => "at weekends",
            var some => "on "
                + Listed([.. EveryDay.Where(d => some.HasFlag(d)).Select(d => NameOf(d) + "s")]),
        };

    private static string Hours(SendingWindow window)
    {
        if (!window.HasQuietHours)
            return "at any hour";
        var (from, to) = (Time(window.QuietFrom), Time(window.QuietTo));
        var between =
            window.QuietFrom < window.QuietTo ? $"except from {from} to {to}" : $"between {to} and {from}";
        return $"{between} in the customer’s time zone";
    }

    private static string Limit(int mostPerWeek) =>
        mostPerWeek switch
        {
            1 => "never more than once in 7 days",
            2 => "never more than twice in 7 days",
            _ => string.Create(Words, $"never more than {mostPerWeek} times in 7 days"),
        };

    private static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Listed(List<string> parts) =>
        parts is [.. var others, var last] && others.Count > 0
            ? $"{string.Join(", ", others)} and {last}"
            : parts[0];
}
