using System.Globalization;

namespace Dashboard.Features.History;

/// <summary>The address of an event's page.</summary>
internal static class EventAddress
{
    public static string Of(long eventId) =>
        $"{HistoryView.Path}/{eventId.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Null when the text is no number of an event.</summary>
    public static long? Read(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
