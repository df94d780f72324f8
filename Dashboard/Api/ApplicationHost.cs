namespace Dashboard.Api;

/// <summary>Creates the application's builder where it differs from ASP.NET Core's defaults.</summary>
public static class ApplicationHost
{
    // Settings are read once: watching their folder for changes would also watch a database in it.
    private const string ReadOnce = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>
    /// A published application finds its settings and static files in its own folder, whatever the working
    /// directory, unless a content root is configured. Relative paths of data are relative to the working
    /// directory. Empty environment variables count as not set.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
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

    // The host reads these while its builder is created, before sources can be replaced. The order is the host's.
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

    // Publishing puts wwwroot beside the program; a build leaves it in the project's folder, where `dotnet run` works.
    private static string ContentRoot(string programFolder) =>
        Directory.Exists(Path.Combine(programFolder, "wwwroot"))
            ? programFolder
            : Directory.GetCurrentDirectory();
}
