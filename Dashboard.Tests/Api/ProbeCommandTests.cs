using Dashboard.Api;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Tests.Api;

/// <summary>The same binary answers whether the server beside it is ready.</summary>
public sealed class ProbeCommandTests
{
    [Theory]
    [InlineData("urls", "http://+:5080", "http://127.0.0.1:5080/")]
    [InlineData("urls", "https://*:5443; http://0.0.0.0:5080", "http://127.0.0.1:5080/")]
    [InlineData("urls", "http://[::]:80", "http://127.0.0.1/")]
    [InlineData("urls", "http://localhost:5080", "http://localhost:5080/")]
    [InlineData("http_ports", "8081;8082", "http://127.0.0.1:8081/")]
    [InlineData("http_ports", "", "http://127.0.0.1:8080/")]
    public void It_asks_where_the_server_listens(string key, string value, string address)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, value)])
            .Build();
        Assert.Equal(new Uri(address), ProbeCommand.AddressOf(configuration));
    }

    [Fact]
    public async Task A_ready_server_ends_it_with_0_and_none_with_1()
    {
        var builder = Host.CreateApplicationBuilder();
        await using (var server = DashboardServer.Start())
        {
            builder.Configuration["urls"] = server.Address.ToString();
            Assert.Equal(ProbeCommand.Ready, await builder.ProbeAsync());
        }
        Assert.Equal(ProbeCommand.NotReady, await builder.ProbeAsync());
    }

    [Theory]
    [InlineData(true, "probe")]
    [InlineData(false)]
    [InlineData(false, "verify-audit")]
    public void It_is_asked_for_by_name(bool expected, params string[] args) =>
        Assert.Equal(expected, ProbeCommand.IsAskedFor(args));
}
