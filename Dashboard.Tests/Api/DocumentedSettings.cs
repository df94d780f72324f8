using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api;

/// <summary>The keys in the tables of docs/operations.md, with colons.</summary>
internal static class DocumentedSettings
{
    public static IReadOnlyList<string> Read()
    {
        List<string> keys = [];
        var isTable = false;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", "operations.md")))
        {
            isTable =
                line.StartsWith('|') && (isTable || line.StartsWith("| key |", StringComparison.Ordinal));
            if (isTable)
                keys.AddRange(KeysOf(line));
        }
        return [.. keys.Select(key => key.Replace("__", ":", StringComparison.Ordinal))];
    }

    // A key that begins with underscores continues the one before; those of a star are in the next column, or in a table.
    private static IEnumerable<string> KeysOf(string row)
    {
        var cells = row.Split('|');
        string? last = null;
        foreach (var key in Quoted(cells[1]))
        {
            last = key.StartsWith("__", StringComparison.Ordinal)
                ? last![..last!.LastIndexOf("__", StringComparison.Ordinal)] + key
                : key;
            if (!last.EndsWith('*'))
                yield return last.Replace("<value>", "value", StringComparison.Ordinal);
            else if (last.StartsWith("Simulator", StringComparison.Ordinal))
                foreach (var part in Quoted(cells[2]))
                    yield return last[..^1] + (part == "RedeliverySchedule" ? part + "__0" : part);
        }
    }

    private static IEnumerable<string> Quoted(string cell) => cell.Split('`').Where((_, i) => i % 2 == 1);
}
