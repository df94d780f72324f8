using System.Net;
using Dashboard.SnapTrade;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.SnapTradeSdk.Tests;

/// <summary>Tests the published server: the whole dashboard with the SDK as an additional client.</summary>
public sealed class SdkServerTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-sdk-").FullName;

    [Theory]
    [InlineData(null, nameof(HttpSnapTradeClient))]
    [InlineData("Http", nameof(HttpSnapTradeClient))]
    [InlineData("sdk", nameof(SdkSnapTradeClient))]
    public async Task The_setting_selects_the_client(string? setting, string expected)
    {
        await using var server = Start(setting);

        var client = server.Services.GetRequiredService<ISnapTradeClient>();

        Assert.Equal(expected, client.GetType().Name);
        Assert.NotEmpty(await client.ListBrokeragesAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/account/sign-in")]
    [InlineData("/app.css")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task Pages_and_their_files_are_those_of_the_dashboard(string path)
    {
        await using var server = Start("Sdk");
        using var client = server.CreateClient();

        var answer = await client.GetAsync(
            new Uri(path, UriKind.Relative),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private Server Start(string? client)
    {
        var server = new Server(_folder, client);
        server.UseKestrel(0);
        server.StartServer();
        return server;
    }

    private sealed class Server(string folder, string? client) : WebApplicationFactory<SnapTradeSdkStartup>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(Environments.Development);
            builder.UseSetting("ConnectionStrings:Dashboard", $"Data Source={folder}/dashboard.db");
            builder.UseSetting("Email:PickupFolder", Path.Combine(folder, "mail"));
            if (client is not null)
                builder.UseSetting("SnapTrade:Client", client);
            builder.UseSetting("Simulator:Enabled", "false");
            builder.UseSetting("Simulator:Users", "20");
            builder.UseSetting("Simulator:Connections", "30");
            builder.UseSetting("Simulator:HistoryDays", "1");
            builder.UseSetting("Simulator:StatePath", "");
            builder.ConfigureLogging(logging => logging.ClearProviders());
        }
    }
}
