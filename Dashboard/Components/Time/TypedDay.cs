using System.Globalization;
using MudBlazor;
using MudBlazor.Utilities.Exceptions;

namespace Dashboard.Components.Time;

/// <summary>A day as text and back: as the culture writes it, and as people type it (<c>1.12.26</c>, <c>1 Dec 2026</c>, ISO).</summary>
internal sealed class TypedDay(CultureInfo culture) : IReversibleConverter<DateTime?, string?>
{
    public string? Convert(DateTime? input) => input?.ToString("d", culture);

    /// <returns>Null for no text.</returns>
    /// <exception cref="ConversionException">It is not a day; the message says how to write one.</exception>
    public DateTime? ConvertBack(string? input)
    {
        var text = input?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        // A time alone would be taken for a time of today.
        return
            !text.Contains(':', StringComparison.Ordinal)
            && DateTime.TryParse(text, culture, DateTimeStyles.None, out var day)
            ? day.Date
            : throw new ConversionException(Hint(culture));
    }

    /// <summary>How to write a day: "Write a day as in 22/11/2026."</summary>
    public static string Hint(CultureInfo culture) =>
        $"Write a day as in {new DateTime(2026, 11, 22).ToString("d", culture)}.";
}
