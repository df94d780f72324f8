using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Deployment;

/// <summary>Where a server that runs as a process of its own finds its content, and where it keeps data.</summary>
public sealed partial class StartFolderTests(PublishedDashboard published) : IClassFixture<PublishedDashboard>
{
    [Fact]
    public async Task The_published_application_finds_its_content_from_any_folder_and_keeps_data_there()
    {
        await using var server = await published.StartAsync();

        await AssertStyledAsync(server);
        Assert.True(File.Exists(Path.Combine(published.WorkingDirectory, "data", "dashboard.db")));
        Assert.False(Directory.Exists(Path.Combine(published.Folder, "data")));
    }

    [Fact]
    public async Task Empty_variables_count_as_not_set()
    {
        await using var server = await published.StartAsync([
            .. Empty("ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_CONTENTROOT"),
            .. Empty("Database__Provider", "ConnectionStrings__Dashboard", "Database__MaxBatchSize"),
            .. Empty("SnapTrade__Mode", "SnapTrade__BaseUrl", "SnapTrade__ClientId", "SnapTrade__Timeout"),
            .. Empty("Email__Mode", "Email__From", "Email__PerMinute", "Email__Smtp__Port"),
            .. Empty("Email__Smtp__Security", "Access__Oidc__LocalPasswords", "Access__SessionCheckEvery"),
            .. Empty("DataProtection__PreviousCertificates__0__Path", "ForwardedHeaders__KnownProxies"),
            .. Empty("Redis__Configuration", "Reconciliation__Every", "Webhooks__MaxAge"),
        ]);

        // The host writes this line after the address that the server waits for.
        await Eventually.TrueAsync(
            () => server.Output.Contains("Hosting environment: Production", StringComparison.Ordinal),
            "the server said that it runs in Production"
        );
        await AssertStyledAsync(server);
    }

    [Fact]
    public async Task The_project_runs_from_the_root_of_the_repository_with_its_style_sheets()
    {
        var data = Path.Combine(published.WorkingDirectory, "run");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await using var server = await ServerProcess.StartAsync(
            Repository.Root,
            ["dotnet", "run", "--project", "Dashboard", "--no-build", "--configuration", configuration, "--"],
            ("ConnectionStrings__Dashboard", $"Data Source={Path.Combine(data, "dashboard.db")}"),
            ("Email__PickupFolder", Path.Combine(data, "mail")),
            ("Simulator__StatePath", Path.Combine(data, "simulator.json")),
            ("Simulator__Users", "20"),
            ("Simulator__Connections", "20"),
            ("Simulator__Enabled", "false")
        );

        await AssertStyledAsync(server);
    }

    private static IEnumerable<(string, string)> Empty(params string[] names) =>
        names.Select(name => (name, ""));

    private static async Task AssertStyledAsync(ServerProcess server)
    {
        var page = await server.Client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative), Token);
        var sheets = StyleSheet().Matches(page).Select(link => link.Groups["href"].Value).ToList();
        // Ours and MudBlazor's, which comes from a package.
        Assert.Contains(sheets, sheet => sheet.Contains("_content/MudBlazor", StringComparison.Ordinal));
        Assert.Contains(sheets, sheet => sheet.StartsWith("css/", StringComparison.Ordinal));
        foreach (var sheet in sheets)
        {
            using var answer = await server.Client.GetAsync(new Uri("/" + sheet, UriKind.Relative), Token);
            Assert.Equal((HttpStatusCode.OK, sheet), (answer.StatusCode, sheet));
            Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [GeneratedRegex(
        "<link[^>]*href=\"(?<href>[^\"]+\\.css)\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex StyleSheet();
}
