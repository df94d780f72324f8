using Dashboard.Components.Time;

namespace Dashboard.Features.History;

/// <summary>Periods that end now, as presets.</summary>
public enum HistorySpan
{
    /// <summary>Since midnight on the operator's calendar.</summary>
    Today,
    Day,

    /// <summary>Today and the six days before.</summary>
    Week,

    /// <summary>Today and the 29 days before.</summary>
    Month,
}

/// <summary>How presets read and are written in addresses, and when they begin.</summary>
public static class HistorySpans
{
    private static readonly (HistorySpan Span, string Word, string Label)[] All =
    [
        (HistorySpan.Today, "today", "Today"),
        (HistorySpan.Day, "24h", "24 hours"),
        (HistorySpan.Week, "7d", "7 days"),
        (HistorySpan.Month, "30d", "30 days"),
    ];

    /// <summary>Null when the word is no preset.</summary>
    public static HistorySpan? Read(string? word) =>
        Array.Find(All, known => string.Equals(known.Word, word, StringComparison.OrdinalIgnoreCase))
            is { Word: not null } found
            ? found.Span
            : null;

    /// <summary>The word in addresses: "7d".</summary>
    public static string Word(this HistorySpan span) => All[(int)span].Word;

    /// <summary>"7 days".</summary>
    public static string Label(this HistorySpan span) => All[(int)span].Label;

    /// <summary>When it begins.</summary>
    /// <param name="zone">The operator's; decides when a day begins.</param>
    public static DateTimeOffset From(this HistorySpan span, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return span switch
        {
            HistorySpan.Day => now.AddDays(-1),
            HistorySpan.Week => LocalDay.StartOf(today.AddDays(-6), zone),
            HistorySpan.Month => LocalDay.StartOf(today.AddDays(-29), zone),
            _ => LocalDay.StartOf(today, zone),
        };
    }
}
