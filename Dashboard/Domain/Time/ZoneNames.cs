namespace Dashboard.Domain.Time;

/// <summary>
/// Finds time zones by any of their names. Browsers send outdated names, such as <c>Asia/Calcutta</c>, which
/// many systems no longer know; other systems lack the new names; spreadsheets contain those of Windows.
/// </summary>
public static class ZoneNames
{
    private const int MaxLength = 100;

    // A line per zone: its current name, then the former ones, from the tz database.
    private static readonly Dictionary<string, string[]> Groups = Read();

    /// <summary>The zone with this name on this machine, under whatever name the machine has it; null when it is unknown.</summary>
    public static TimeZoneInfo? Find(string? name) => Find(name, OfSystem);

    /// <summary>The IANA name under which the zone is stored: the present one; null when the zone is unknown.</summary>
    public static string? Canonical(string? name)
    {
        var trimmed = InputText.TrimToNull(name);
        if (Find(trimmed) is not { } zone || zone is { HasIanaId: false })
            return null;
        var iana = IanaOf(trimmed!);
        return Groups.TryGetValue(iana, out var names) ? names[0] : zone.Id;
    }

    /// <param name="name">See the other overload.</param>
    /// <param name="ofSystem">Finds the zones that the system has.</param>
    internal static TimeZoneInfo? Find(string? name, Func<string, TimeZoneInfo?> ofSystem)
    {
        if (InputText.TrimToNull(name) is not { Length: <= MaxLength } trimmed || !trimmed.All(IsOfName))
            return null;
        var iana = IanaOf(trimmed);
        var names = Groups.TryGetValue(iana, out var group) ? group.Prepend(iana) : [iana];
        return names.Select(ofSystem).FirstOrDefault(zone => zone is not null) ?? ByWindows(iana, ofSystem);
    }

    // "Pacific Standard Time" of Windows. ICU knows them on every system.
    private static string IanaOf(string name) =>
        TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var iana) ? iana : name;

    private static TimeZoneInfo? ByWindows(string iana, Func<string, TimeZoneInfo?> ofSystem) =>
        TimeZoneInfo.TryConvertIanaIdToWindowsId(iana, out var windows)
        && TimeZoneInfo.TryConvertWindowsIdToIanaId(windows, out var other)
            ? ofSystem(other)
            : null;

    private static TimeZoneInfo? OfSystem(string id) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    // The system opens a file with that name, so dots are refused.
    private static bool IsOfName(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+' or ' ' or '.' or '(' or ')';

    private static Dictionary<string, string[]> Read()
    {
        using var stream = typeof(ZoneNames).Assembly.GetManifestResourceStream("zone-names.txt")!;
        using var reader = new StreamReader(stream);
        var groups = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { } line)
        {
            var names = line.Split(' ');
            foreach (var name in names)
                groups[name] = names;
        }
        return groups;
    }
}
