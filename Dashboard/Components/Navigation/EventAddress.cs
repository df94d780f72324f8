using System.Globalization;

namespace Dashboard.Components.Navigation;

/// <summary>The address of an event's page.</summary>
public static class EventAddress
{
    public const string List = "/history";

    public static string Of(long eventId) => $"{List}/{eventId.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Null when the text is no number of an event.</summary>
    public static long? Read(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
