using System.Globalization;
using Dashboard.Text;

namespace Dashboard.Features.Connections.HandOvers;

/// <summary>How a hand-over reads.</summary>
internal static class HandOverWords
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>"14:01", "yesterday 17:40", "Friday 17:40" within a week, "19 Nov 17:40" before.</summary>
    public static string When(DateTimeOffset local, DateTimeOffset now) =>
        (now.Date - local.Date).Days switch
        {
            1 => local.ToString("'yesterday' HH:mm", Words),
            > 1 and < 7 => local.ToString("dddd HH:mm", Words),
            _ => TimeText.Moment(local, now),
        };

    /// <summary>"2 notes by Ana and 1 note by Ben"; null without notes.</summary>
    public static string? Notes(IReadOnlyList<ColleagueNotes> notes) =>
        notes.Count == 0
            ? null
            : Counts.List([.. notes.Select(n => $"{Counts.Of(n.Count, "note")} by {Bidi.Isolate(n.By)}")]);
}
