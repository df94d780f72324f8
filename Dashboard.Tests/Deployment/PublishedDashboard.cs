using System.Diagnostics;
using System.Text.Json;

namespace Dashboard.Tests.Deployment;

/// <summary>Publishes the application that was built with the tests to a separate folder.</summary>
public sealed class PublishedDashboard : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("dashboard-published-").FullName;

    /// <summary>Where the program is.</summary>
    public string Folder => Path.Combine(_root, "program");

    /// <summary>Where it is started: empty at first.</summary>
    public string WorkingDirectory => Path.Combine(_root, "work");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(WorkingDirectory);
        // As the tests were built: bin/Debug/net10.0.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var project = Path.Combine(Repository.Root, "Dashboard");
        string[] arguments =
        [
            .. (string[])["publish", project, "--no-build", "--configuration", configuration],
            .. (string[])["--output", Folder, "--nologo", "-verbosity:quiet", "-nodeReuse:false"],
        ];
        using var publish = Process.Start(
            new ProcessStartInfo("dotnet", arguments)
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var output = await publish.StandardOutput.ReadToEndAsync(Token);
        await publish.WaitForExitAsync(Token);
        Assert.True(publish.ExitCode == 0, output);
        await ConfigureAsync();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts it from <see cref="WorkingDirectory"/>.</summary>
    internal Task<ServerProcess> StartAsync(params (string Name, string Value)[] environment) =>
        ServerProcess.StartAsync(
            WorkingDirectory,
            ["dotnet", Path.Combine(Folder, "Dashboard.dll")],
            environment
        );

    // Beside the program, where a package or an image would put them.
    private Task ConfigureAsync() =>
        File.WriteAllTextAsync(
            Path.Combine(Folder, "appsettings.Production.json"),
            JsonSerializer.Serialize(
                new
                {
                    SnapTrade = new
                    {
                        Mode = "Live",
                        ClientId = "EXAMPLE",
                        ConsumerKey = "example-consumer-key",
                        BaseUrl = "https://snaptrade.example",
                    },
                    Dashboard = new { CompanyName = "Acme from the file" },
                }
            ),
            Token
        );
}
