using Dashboard.Components;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Components;

public sealed class DashboardOptionsTests
{
    [Theory]
    [InlineData("https://reconnect.acme.example", "https://reconnect.acme.example")]
    [InlineData("https://reconnect.acme.example/", "https://reconnect.acme.example")]
    [InlineData("HTTPS://Reconnect.Acme.example:443", "https://reconnect.acme.example")]
    [InlineData("http://localhost:5080", "http://localhost:5080")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    public void An_origin_is_accepted_and_written_in_ASCII(string url, string expected)
    {
        Assert.True(Validate(url).Succeeded);
        Assert.Equal($"{expected}/r/x", Origin(url, []).Url("/r/x"));
    }

    [Theory]
    [InlineData("reconnect.acme.example")]
    [InlineData("ftp://acme.example")]
    [InlineData("https://acme.example/path")]
    [InlineData("https://acme.example?x=1")]
    [InlineData("https://user@acme.example")]
    [InlineData("/r")]
    public void What_is_no_origin_is_refused_by_name(string url) =>
        Assert.Contains("Dashboard__PublicUrl", Validate(url).FailureMessage, StringComparison.Ordinal);

    [Fact]
    public void A_path_below_another_site_is_refused_in_words() =>
        Assert.Contains(
            "can't run below a path of another site",
            Validate("https://acme.example/dashboard").FailureMessage,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("http://[::]:8080", "http://localhost:8080")]
    [InlineData("http://0.0.0.0:80", "http://localhost")]
    [InlineData("http://+:8080", "http://localhost:8080")]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    public void Without_one_the_servers_own_address_is_used(string address, string expected) =>
        Assert.Equal(expected, Origin("", [address]).Value);

    [Fact]
    public void Without_a_configured_origin_and_a_server_it_fails() =>
        Assert.Throws<InvalidOperationException>(() => Origin("", []).Value);

    private static ValidateOptionsResult Validate(string url) =>
        new DashboardOptionsValidator().Validate(null, new DashboardOptions { PublicUrl = url });

    private static PublicOrigin Origin(string url, string[] addresses) =>
        new(Options.Create(new DashboardOptions { PublicUrl = url }), new ListeningServer(addresses));

    private sealed class ListeningServer : IServer
    {
        public ListeningServer(string[] addresses)
        {
            var feature = new ServerAddressesFeature();
            foreach (var address in addresses)
                feature.Addresses.Add(address);
            Features.Set<IServerAddressesFeature>(feature);
        }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(
            IHttpApplication<TContext> application,
            CancellationToken cancellationToken
        )
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() { }
    }

    [Theory]
    [InlineData("", "", "Dashboard__CompanyName, Dashboard__SupportContact")]
    [InlineData(DashboardOptions.UnnamedCompany, "support@acme.example", "Dashboard__CompanyName")]
    [InlineData("Acme Wealth", "", "Dashboard__SupportContact")]
    [InlineData("Acme Wealth", "support@acme.example", "")]
    public void What_customers_miss_is_named_by_its_setting(string company, string contact, string missing) =>
        Assert.Equal(
            missing,
            string.Join(
                ", ",
                new DashboardOptions { CompanyName = company, SupportContact = contact }.Missing
            )
        );
}
