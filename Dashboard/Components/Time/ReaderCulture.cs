using System.Globalization;

namespace Dashboard.Components.Time;

/// <summary>
/// How the operator reads and types days and times: English words in the order and with the signs of the browser's first
/// language, as in <c>22/11/2026</c> or <c>11/22/2026</c>.
/// </summary>
public sealed class ReaderCulture
{
    private const string Base = "en-GB";

    /// <summary>British until <see cref="Take"/>.</summary>
    public CultureInfo Culture { get; private set; } = CultureInfo.GetCultureInfo(Base);

    /// <summary>Whether times have AM and PM.</summary>
    public bool HasTwelveHours =>
        Culture.DateTimeFormat.ShortTimePattern.Contains('h', StringComparison.Ordinal);

    /// <param name="languages">The request's <c>Accept-Language</c>; its first language counts.</param>
    public void Take(string? languages) => Culture = Of(languages);

    /// <summary>English with the dates and times of the first language.</summary>
    public static CultureInfo Of(string? languages)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(Base).Clone();
        if (
            Find(languages?.Split([',', ';'])[0].Trim())
            is not { DateTimeFormat: var theirs, Calendar: GregorianCalendar }
        )
            return culture;

        var ours = culture.DateTimeFormat;
        ours.DateSeparator = theirs.DateSeparator;
        ours.TimeSeparator = theirs.TimeSeparator;
        ours.ShortDatePattern = theirs.ShortDatePattern;
        ours.ShortTimePattern = theirs.ShortTimePattern.Contains('h', StringComparison.Ordinal)
            ? "h:mm tt"
            : "HH:mm";
        (ours.AMDesignator, ours.PMDesignator) = ("AM", "PM");
        ours.FirstDayOfWeek = theirs.FirstDayOfWeek;
        return culture;
    }

    private static CultureInfo? Find(string? language)
    {
        if (string.IsNullOrEmpty(language) || language.Length > InputLimits.ZoneName)
            return null;

        try
        {
            return CultureInfo.CreateSpecificCulture(
                CultureInfo.GetCultureInfo(language, predefinedOnly: true).Name
            );
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
