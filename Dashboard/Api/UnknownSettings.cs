namespace Dashboard.Api;

/// <summary>A key that nothing reads.</summary>
/// <param name="Key">As an environment variable is named.</param>
/// <param name="Suggestion">The known key that is probably meant; null when none resembles it.</param>
internal sealed record UnknownSetting(string Key, string? Suggestion)
{
    public override string ToString() => Suggestion is null ? Key : $"{Key} (did you mean {Suggestion}?)";
}

/// <summary>
/// Finds keys under our sections that nothing reads: a misspelt setting must not silently leave a default in place. Keys
/// elsewhere belong to the platform, so they count only if they are nearly one of ours. Values are never shown.
/// </summary>
internal static class UnknownSettings
{
    private const int MaxNamed = 50;
    private const int MaxKeyLength = 100;

    /// <param name="settings">All sources together.</param>
    /// <returns>At most 50, in order of the key.</returns>
    public static IReadOnlyList<UnknownSetting> In(IConfiguration settings)
    {
        var known = new KnownSettings(typeof(UnknownSettings).Assembly);
        var set = settings
            .AsEnumerable()
            .Where(setting => setting.Value is not null && setting.Key.Length <= MaxKeyLength)
            .ToDictionary(
                setting => setting.Key,
                setting => setting.Value!,
                StringComparer.OrdinalIgnoreCase
            );
        return
        [
            .. set.Where(setting => !known.Has(setting.Key, setting.Value))
                .Select(setting => Unknown(setting.Key, known, set))
                .OfType<UnknownSetting>()
                .OrderBy(unknown => unknown.Key, StringComparer.Ordinal)
                .Take(MaxNamed),
        ];
    }

    private static UnknownSetting? Unknown(string key, KnownSettings known, Dictionary<string, string> set)
    {
        var isOurs = key.Contains(':') && known.Sections.Contains(KnownSettings.Root(key));
        var meant =
            isOurs ? Nearest(key, known)
            : key.Contains(':') ? Elsewhere(key, known)
            : Flat(key, known, set);
        return isOurs || meant is not null
            ? new(Variable(key), meant is null ? null : Variable(meant))
            : null;
    }

    private static string? Nearest(string key, KnownSettings known) =>
        known
            .Keys.Select(candidate => (candidate, Distance: Distance(key, candidate)))
            .Where(found => found.Distance <= Math.Max(2, key.Length / 4))
            .OrderBy(found => found.Distance)
            .ThenBy(found => found.candidate, StringComparer.Ordinal)
            .Select(found => found.candidate)
            .FirstOrDefault();

    // A misspelt section, or a known key without its first section.
    private static string? Elsewhere(string key, KnownSettings known)
    {
        if (
            known.Keys.FirstOrDefault(k => k.EndsWith($":{key}", StringComparison.OrdinalIgnoreCase)) is
            { } whole
        )
            return whole;
        var root = KnownSettings.Root(key);
        return
            known.Sections.FirstOrDefault(section => Distance(root, section) <= root.Length / 4)
                is { } section
            ? Nearest(section + key[root.Length..], known)
            : null;
    }

    // A single underscore, or none, instead of two. If the right one is set too, such a variable may serve another program.
    private static string? Flat(string key, KnownSettings known, Dictionary<string, string> set) =>
        known.Keys.FirstOrDefault(k =>
            string.Equals(Bare(k), Bare(key), StringComparison.OrdinalIgnoreCase) && !set.ContainsKey(k)
        );

    private static string Bare(string key) =>
        key.Replace(":", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>
    /// How many letters to insert, remove, replace or swap with their neighbour to make one of the other, without regard
    /// to case.
    /// </summary>
    private static int Distance(string one, string other)
    {
        bool AreSame(int i, int j) => char.ToUpperInvariant(one[i]) == char.ToUpperInvariant(other[j]);
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        for (var j = 0; j <= other.Length; j++)
        {
            if (i == 0 || j == 0)
            {
                rows[i, j] = i + j;
                continue;
            }
            var least = Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1;
            least = Math.Min(least, rows[i - 1, j - 1] + (AreSame(i - 1, j - 1) ? 0 : 1));
            if (i > 1 && j > 1 && AreSame(i - 1, j - 2) && AreSame(i - 2, j - 1))
                least = Math.Min(least, rows[i - 2, j - 2] + 1);
            rows[i, j] = least;
        }
        return rows[one.Length, other.Length];
    }
}
