using Dashboard.SnapTrade;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.SnapTrade;

public class SnapTradeOptionsTests
{
    [Fact]
    public void Development_simulates_unless_told_otherwise()
    {
        var options = Read("Development");

        Assert.True(options.IsSimulator);
        Assert.Equal("https://api.snaptrade.com", options.BaseUrl);
        Assert.Equal("app.snaptrade.com", options.PortalHosts);
        Assert.Equal(250, options.RequestsPerMinute);
    }

    [Fact]
    public void Production_is_live_and_needs_its_keys()
    {
        Assert.Equal(
            [
                "SnapTrade__ClientId is missing: Live mode needs it.",
                "SnapTrade__ConsumerKey is missing: Live mode needs it.",
            ],
            Problems("Production")
        );
        Assert.False(Read("Production", ("ClientId", "c"), ("ConsumerKey", "k")).IsSimulator);
    }

    [Fact]
    public void The_simulator_never_runs_in_production() =>
        Assert.Contains("SnapTrade__Mode", Assert.Single(Problems("Production", ("Mode", "simulator"))));

    [Fact]
    public void Every_problem_is_named_at_once()
    {
        var problems = Problems(
            "Staging",
            ("Mode", "Liv"),
            ("Client", "Grpc"),
            ("ConsumerKey", "key\n"),
            ("PreviousConsumerKey", " old"),
            ("BaseUrl", "http://api.example.com"),
            ("PortalHosts", "app.snaptrade.com, https://x"),
            ("RequestsPerMinute", "0"),
            ("Timeout", "00:00:00")
        );

        Assert.Equal(
            [
                "SnapTrade__Mode",
                "SnapTrade__ClientId",
                "SnapTrade__ConsumerKey",
                "SnapTrade__PreviousConsumerKey",
                "SnapTrade__Client",
                "SnapTrade__BaseUrl",
                "SnapTrade__PortalHosts",
                "SnapTrade__RequestsPerMinute",
                "SnapTrade__Timeout",
            ],
            problems.Select(problem => problem.Split(' ', ':')[0])
        );
    }

    [Fact]
    public void A_server_without_the_SDK_names_the_one_with_it() =>
        Assert.Contains("Dashboard.SnapTradeSdk", Assert.Single(Problems("Development", ("Client", "sdk"))));

    [Theory]
    [InlineData("http://localhost:5000/simulator", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("https://api.example.com/api/v1", true)]
    [InlineData("/relative", false)]
    [InlineData("ftp://api.example.com", false)]
    [InlineData("https://user@api.example.com", false)]
    [InlineData("https://api.example.com?x=1", false)]
    public void The_base_url_is_checked(string url, bool valid) =>
        Assert.Equal(valid, Problems("Development", ("BaseUrl", url)).Length == 0);

    [Theory]
    [InlineData("https://app.snaptrade.com/snapTrade/redeemToken?token=x", true)]
    [InlineData("https://APP.snaptrade.com", true)]
    [InlineData("http://localhost:5000/simulator/portal", true)]
    [InlineData("https://localhost/", true)]
    [InlineData("http://app.snaptrade.com/", false)]
    [InlineData("https://app.snaptrade.com.evil.example/", false)]
    [InlineData("https://app.snaptrade.com@evil.example/", false)]
    [InlineData("https://user@app.snaptrade.com/", false)]
    [InlineData("https://evil.example/app.snaptrade.com", false)]
    [InlineData("javascript:alert(1)//app.snaptrade.com", false)]
    [InlineData("//app.snaptrade.com", false)]
    [InlineData(null, false)]
    public void Customers_are_sent_to_the_portal_hosts_only(string? url, bool allowed) =>
        Assert.Equal(
            allowed,
            new SnapTradeOptions { PortalHosts = "app.snaptrade.com, localhost" }.AllowsPortal(url)
        );

    private static string[] Problems(string environment, params (string Key, string Value)[] settings) =>
        Record.Exception(() => Read(environment, settings)) is OptionsValidationException exception
            ? [.. exception.Failures]
            : [];

    private static SnapTradeOptions Read(string environment, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting =>
                KeyValuePair.Create($"SnapTrade:{setting.Key}", (string?)setting.Value)
            )
        );
        builder.AddSnapTrade();
        using var services = builder.Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<SnapTradeOptions>>().Value;
    }
}
