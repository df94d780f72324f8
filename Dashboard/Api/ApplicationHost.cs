namespace Dashboard.Api;

/// <summary>Creates the application builder with settings that differ from ASP.NET Core's defaults.</summary>
public static class ApplicationHost
{
    // Settings are not reloaded: watching their folder would also watch a database in it.
    private const string ReadOnce = "--hostBuilder:reloadConfigOnChange=false";

    // SQLite reads without letting go of its thread: with one for each of two cores, two long queries would keep webhooks waiting
    // until the pool adds threads, one or two a second.
    private const int ThreadsAtOnce = 16;

    /// <summary>
    /// A published application finds its settings and static files in its own folder, whatever the working
    /// directory, unless a content root is configured. Relative paths of data are relative to the working
    /// directory. Empty environment variables count as not set.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        ThreadPool.GetMinThreads(out var threads, out var forCompletions);
        ThreadPool.SetMinThreads(Math.Max(threads, ThreadsAtOnce), forCompletions);
        string[] all = [ReadOnce, .. args];
        using var host = HostSettings(all);
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = all,
                EnvironmentName = host[HostDefaults.EnvironmentKey] ?? Environments.Production,
                ContentRootPath = host[HostDefaults.ContentRootKey] ?? ContentRoot(AppContext.BaseDirectory),
            }
        );
        builder.Configuration.IgnoreEmptyVariables();
        return builder;
    }

    // The host reads these while the builder is created, before sources can be replaced. In the host's order.
    private static ConfigurationManager HostSettings(string[] args)
    {
        var settings = new ConfigurationManager();
        settings
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables("DOTNET_")
            .AddCommandLine(args);
        settings.IgnoreEmptyVariables();
        return settings;
    }

    // A published application has wwwroot next to it; `dotnet run` uses the wwwroot of the project's folder.
    private static string ContentRoot(string programFolder) =>
        Directory.Exists(Path.Combine(programFolder, "wwwroot"))
            ? programFolder
            : Directory.GetCurrentDirectory();
}
