using System.Globalization;
using MudBlazor;
using MudBlazor.Utilities.Exceptions;

namespace Dashboard.Components.Time;

/// <summary>A time of the day as text and back: as the culture writes it, and as people type it (<c>9</c>, <c>0930</c>, <c>9:30 pm</c>).</summary>
internal sealed class TypedTime(CultureInfo culture) : IReversibleConverter<TimeSpan?, string?>
{
    private static readonly string[] Short = ["%H", "HHmm", "H.mm", "h tt", "htt", "h:mmtt"];

    public string? Convert(TimeSpan? input) =>
        input is { } time ? TimeOnly.FromTimeSpan(time).ToString("t", culture) : null;

    /// <returns>Null for no text.</returns>
    /// <exception cref="ConversionException">It is not a time; the message says how to write one.</exception>
    public TimeSpan? ConvertBack(string? input)
    {
        var text = input?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        return
            TimeOnly.TryParse(text, culture, DateTimeStyles.None, out var time)
            || TimeOnly.TryParseExact(text, Short, culture, DateTimeStyles.None, out time)
            ? time.ToTimeSpan()
            : throw new ConversionException(
                $"Write a time as in {new TimeOnly(17, 30).ToString("t", culture)}."
            );
    }
}
