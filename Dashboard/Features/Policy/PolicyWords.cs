using System.Globalization;
using Dashboard.Domain.Emails;
using Dashboard.Text;

namespace Dashboard.Features.Policy;

/// <summary>The policy in sentences.</summary>
internal static class PolicyWords
{
    public static readonly IReadOnlyList<SendingDays> Week =
    [
        SendingDays.Monday,
        SendingDays.Tuesday,
        SendingDays.Wednesday,
        SendingDays.Thursday,
        SendingDays.Friday,
        SendingDays.Saturday,
        SendingDays.Sunday,
    ];

    /// <summary>The rules as a sentence.</summary>
    public static string Of(SendingRules rules)
    {
        var first = rules.Grace + TimeSpan.FromDays(rules.Steps[0]);
        var start =
            first == TimeSpan.Zero
                ? "As soon as a connection breaks"
                : $"At the earliest {Span(first)} after a break";
        return $"{start}{Again(rules)}, {Days(rules.Window.Days)} {Hours(rules.Window)}, "
            + $"{Limit(rules.MaxPerWeek)} and not within {Span(rules.CoolDown)} of another e-mail.";
    }

    /// <summary>"1 hour", "90 minutes", "3 days and 1 hour".</summary>
    public static string Span(TimeSpan span)
    {
        if (span == TimeSpan.Zero)
            return "0 minutes";
        if (span.Ticks % TimeSpan.TicksPerHour != 0)
            return Counts.Of((int)span.TotalMinutes, "minute");
        return (span.Days, span.Hours) switch
        {
            (0, var hours) => Counts.Of(hours, "hour"),
            (var days, 0) => Counts.Of(days, "day"),
            var (days, hours) => $"{Counts.Of(days, "day")} and {Counts.Of(hours, "hour")}",
        };
    }

    /// <summary>"Mon".</summary>
    public static string Short(SendingDays day) => NameOf(day)[..3];

    public static string NameOf(SendingDays day) => day.ToString();

    private static string Again(SendingRules rules)
    {
        if (rules.Steps.Count == 1)
            return ", once";
        List<string> later =
        [
            .. rules.Steps.Skip(1).Select(s => (s - rules.Steps[0]).ToString(CultureInfo.InvariantCulture)),
        ];
        return $", again {Counts.List(later)} {(later is ["1"] ? "day" : "days")} later if it is still broken";
    }

    private static string Days(SendingDays days) =>
        (days & SendingDays.All) switch
        {
            SendingDays.All => "on any day",
            SendingDays.Weekdays => "on weekdays",
            SendingDays.Saturday | SendingDays.Sunday => "at weekends",
            var some => "on "
                + Counts.List([.. Week.Where(d => some.HasFlag(d)).Select(d => NameOf(d) + "s")]),
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

    private static string Limit(int maxPerWeek) => $"never more than {Counts.Times(maxPerWeek)} in 7 days";

    private static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
