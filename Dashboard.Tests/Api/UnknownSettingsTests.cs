using Dashboard.Api;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Api;

/// <summary>A setting that nothing reads is named at the start.</summary>
public sealed class UnknownSettingsTests
{
    [Theory]
    [InlineData(
        "SnapTrade:ConsumerSecret",
        "SnapTrade__ConsumerSecret (did you mean SnapTrade__ConsumerKey?)"
    )]
    [InlineData("Dashboard:PublicUri", "Dashboard__PublicUri (did you mean Dashboard__PublicUrl?)")]
    [InlineData("Email:SmtpHost", "Email__SmtpHost (did you mean Email__Smtp__Host?)")]
    [InlineData("Access:Oidc:Authorty", "Access__Oidc__Authorty (did you mean Access__Oidc__Authority?)")]
    [InlineData("Webhooks:Xyzzy", "Webhooks__Xyzzy")]
    [InlineData(
        "ConnectionStrings:Dashbord",
        "ConnectionStrings__Dashbord (did you mean ConnectionStrings__Dashboard?)"
    )]
    // A single value has no parts, and a list is given by index.
    [InlineData(
        "SnapTrade:PortalHosts:0",
        "SnapTrade__PortalHosts__0 (did you mean SnapTrade__PortalHosts?)"
    )]
    [InlineData(
        "Simulator:RedeliverySchedule",
        "Simulator__RedeliverySchedule (did you mean Simulator__RedeliverySchedule__0?)"
    )]
    [InlineData("Access:IsDemo", "Access__IsDemo")]
    // Outside our sections only what is nearly ours.
    [InlineData("SnapTrad:ClientId", "SnapTrad__ClientId (did you mean SnapTrade__ClientId?)")]
    [InlineData("Emial:From", "Emial__From (did you mean Email__From?)")]
    [InlineData("Smtp:Host", "Smtp__Host (did you mean Email__Smtp__Host?)")]
    [InlineData("SNAPTRADE_CLIENT_ID", "SNAPTRADE_CLIENT_ID (did you mean SnapTrade__ClientId?)")]
    public void An_unknown_key_is_named_with_the_one_it_resembles(string key, string expected) =>
        Assert.Equal([expected], Unknown((key, "value")));

    [Theory]
    [InlineData("snaptrade:clientid")]
    [InlineData("Access:Oidc:RoleMap:any-group")]
    [InlineData("Access:Oidc:RoleMap:CN=a:b")]
    [InlineData("Access:Oidc:Roles:12")]
    [InlineData("DataProtection:PreviousCertificates:3:Password")]
    [InlineData("Simulator:RedeliverySchedule:0")]
    [InlineData("ConnectionStrings:Dashboard")]
    [InlineData("Email:PerMinute")]
    // The platform's.
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Kestrel:Endpoints:Http:Url")]
    [InlineData("AllowedHosts")]
    [InlineData("ForwardedHeaders_Enabled")]
    [InlineData("App:Name")]
    [InlineData("PATH")]
    [InlineData("REDIS_PORT")]
    [InlineData("DASHBOARD_SERVICE_HOST")]
    public void Known_and_foreign_keys_are_not(string key) => Assert.Empty(Unknown((key, "value")));

    [Fact]
    public void A_variable_of_a_compose_file_beside_the_right_setting_is_not() =>
        Assert.Empty(Unknown(("SNAPTRADE_CLIENT_ID", "a"), ("SnapTrade:ClientId", "a")));

    [Fact]
    public void Every_setting_that_the_documentation_lists_is_known()
    {
        var table = File.ReadLines(Path.Combine(Repository.Root, "docs", "operations.md"))
            .SkipWhile(line => !line.StartsWith("| key |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1].Trim().Split('`')[1])
            .Where(key => !key.EndsWith('*'))
            .ToList();

        Assert.InRange(table.Count, 35, 100);
        Assert.Empty(
            Unknown([.. table.Select(key => (key.Replace("__", ":", StringComparison.Ordinal), "value"))])
        );
    }

    [Fact]
    public void The_documentation_lists_every_setting_that_is_known_and_no_other()
    {
        var known = new KnownSettings(typeof(KnownSettings).Assembly);
        var documented = DocumentedSettings.Read().Select(known.Find).ToList();
        Assert.DoesNotContain(null, documented);
        Assert.Empty(known.All.Select(s => s.Key).Except(documented.Select(s => s!.Key)));
    }

    [Fact]
    public void Every_setting_says_its_effect_and_no_secret_is_shown()
    {
        foreach (var setting in new KnownSettings(typeof(KnownSettings).Assembly).All)
        {
            Assert.EndsWith(".", setting.Effect);
            string[] hints = ["password", "secret", "consumerkey", "apikey", "connectionstring", "redis"];
            Assert.Equal(
                hints.Any(hint => setting.Key.Contains(hint, StringComparison.OrdinalIgnoreCase))
                    && setting.Type == typeof(string),
                setting.IsSecret
            );
        }
    }

    [Fact]
    public async Task The_start_warns_about_a_variable_and_shows_no_value()
    {
        var prefix = $"UNKNOWN_{Guid.NewGuid():N}_";
        Environment.SetEnvironmentVariable(prefix + "SnapTrade__ConsumerKye", "a-secret-key");
        Environment.SetEnvironmentVariable(prefix + "SnapTrade__Empty", "");
        var log = new RecordingLog();
        using var database = new TestDatabase();
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            var variables = new ConfigurationManager();
            variables.AddEnvironmentVariables(prefix);
            variables.IgnoreEmptyVariables();
            host.UseConfiguration(variables);
            foreach (var (key, value) in database.Settings)
                host.UseSetting(key, value);
            host.UseSetting("SnapTrade:Mode", "Live");
            host.UseSetting("SnapTrade:ClientId", "EXAMPLE");
            host.UseSetting("SnapTrade:ConsumerKey", "example-consumer-key");
            host.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(log));
        });

        _ = factory.Services;

        var line = Assert.Single(
            log.Lines,
            line => line.Contains("no such setting", StringComparison.Ordinal)
        );
        Assert.StartsWith("Warning: SnapTrade__ConsumerKye (did you mean SnapTrade__ConsumerKey?)", line);
        Assert.DoesNotContain(log.Lines, line => line.Contains("a-secret-key", StringComparison.Ordinal));
        Environment.SetEnvironmentVariable(prefix + "SnapTrade__ConsumerKye", null);
    }

    private static IEnumerable<string> Unknown(params (string Key, string Value)[] set)
    {
        var settings = new ConfigurationManager();
        settings.AddInMemoryCollection(set.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        return UnknownSettings.In(settings).Select(unknown => unknown.ToString());
    }
}
