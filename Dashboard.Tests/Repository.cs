namespace Dashboard.Tests;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Kinds =
    [
        ".cs",
        ".razor",
        ".css",
        ".js",
        ".html",
        ".sh",
        ".sql",
        ".yml",
        ".md",
    ];

    // Built, downloaded or generated files.
    private static readonly string[] NotOurs =
    [
        "bin",
        "obj",
        "data",
        "artifacts",
        "node_modules",
        "TestResults",
        "Migrations",
        "lib",
    ];

    public static string Root { get; } = FindRoot();

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>Every file that people write, as a full path; without migrations.</summary>
    public static IEnumerable<string> SourceFiles() => FilesUnder(new DirectoryInfo(Root));

    private static IEnumerable<string> FilesUnder(DirectoryInfo folder) =>
        folder
            .EnumerateFiles()
            .Where(file => Kinds.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .Select(file => file.FullName)
            .Concat(folder.EnumerateDirectories().Where(IsOurs).SelectMany(FilesUnder));

    private static bool IsOurs(DirectoryInfo folder) =>
        !NotOurs.Contains(folder.Name, StringComparer.Ordinal) && !folder.Name.StartsWith('.');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dashboard.sln")))
            folder =
                folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder.FullName;
    }
}
