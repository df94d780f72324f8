namespace Dashboard.E2E.Support;

/// <summary>Locates the source files.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();
    public static string Dashboard => Path.Combine(Root, "Dashboard");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dashboard.sln")))
            folder =
                folder.Parent
                ?? throw new InvalidOperationException("Dashboard.sln was not found above the tests.");
        return folder.FullName;
    }
}
