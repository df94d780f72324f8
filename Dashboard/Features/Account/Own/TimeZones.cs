using System.Globalization;
using Dashboard.Domain.Time;

namespace Dashboard.Features.Account.Own;

/// <summary>The server's IANA zones of inhabited places, by continent.</summary>
internal static class TimeZones
{
    private static readonly string[] Continents =
    [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];

    public static IReadOnlyList<IGrouping<string, string>> ByContinent { get; } =
    [
        .. TimeZoneInfo
            .GetSystemTimeZones()
            .Select(zone => zone.Id)
            .Where(id => Continents.Contains(id.Split('/')[0], StringComparer.Ordinal))
            .Append("Etc/UTC")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .GroupBy(id => id.Split('/')[0], StringComparer.Ordinal),
    ];

    public static bool Has(string id) =>
        ByContinent.Any(group => group.Contains(id, StringComparer.Ordinal))
        && ZoneNames.Find(id) is not null;

    /// <summary><c>America/Argentina/Buenos_Aires</c> is "Argentina, Buenos Aires".</summary>
    public static string CityOf(string id) =>
        string.Join(", ", id.Split('/').Skip(1)).Replace('_', ' ').ToString(CultureInfo.InvariantCulture);
}
