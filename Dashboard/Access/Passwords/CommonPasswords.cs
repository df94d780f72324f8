using System.Collections.Frozen;

namespace Dashboard.Access.Passwords;

/// <summary>The most common passwords. The list is embedded; no online service is used.</summary>
internal static class CommonPasswords
{
    private const string Resource = "common-passwords.txt";

    private static readonly Lazy<FrozenSet<string>> All = new(Read);

    /// <param name="form">One form of a password, in lower case.</param>
    public static bool Contains(string form) => All.Value.Contains(form);

    internal static IReadOnlyCollection<string> List => All.Value;

    private static FrozenSet<string> Read()
    {
        using var stream =
            typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The list {Resource} is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader
            .ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
