using System.Text.RegularExpressions;

namespace Dashboard.Tests.Deployment;

public partial class ComposeFileTests(ComposeFixture compose) : IClassFixture<ComposeFixture>
{
    [Fact]
    public void Two_nodes_differ_only_in_their_names()
    {
        var nodes = compose.File().Services.Values.Where(service => service.Build is not null).ToList();

        Assert.Equal(2, nodes.Count);
        Assert.Equal(nodes[0].Environment, nodes[1].Environment);
        Assert.Equal("SqlServer", nodes[0].Environment["Database__Provider"]);
        Assert.Equal("Live", nodes[0].Environment["SnapTrade__Mode"]);
        Assert.Equal("Smtp", nodes[0].Environment["Email__Mode"]);
        Assert.StartsWith("https://", nodes[0].Environment["Dashboard__PublicUrl"], StringComparison.Ordinal);
    }

    [Fact]
    public void Each_node_keeps_its_exports_in_a_volume_of_its_own()
    {
        var nodes = compose.File().Services.Values.Where(service => service.Build is not null);
        var volumes = nodes.Select(node => node.MountedAt("/app/data")).ToList();

        Assert.All(volumes, volume => Assert.NotNull(volume));
        Assert.Distinct(volumes);
    }

    [Fact]
    public void Every_secret_comes_from_the_environment()
    {
        var secrets = compose
            .File()
            .Services.Values.SelectMany(service => service.Environment)
            .Where(entry => Secret().IsMatch(entry.Key))
            .ToList();

        Assert.NotEmpty(secrets);
        Assert.All(
            secrets,
            secret => Assert.Contains(ComposeFixture.Dummy, secret.Value, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Values_that_are_missing_stop_the_start_and_are_named()
    {
        var answer = await compose.CheckWithoutValuesAsync();

        Assert.NotEqual(0, answer.ExitCode);
        Assert.Matches("DASHBOARD_|SNAPTRADE_|BOOTSTRAP_|EMAIL_|MSSQL_|REDIS_", answer.Error);
    }

    [Fact]
    public async Task Mail_uses_the_configured_server_which_is_required()
    {
        var node = compose.File().Services["dashboard-1"];
        Assert.StartsWith(ComposeFixture.Dummy, node.Environment["Email__Smtp__Host"]);
        Assert.DoesNotContain(
            node.Environment,
            entry => entry.Value?.Contains("mailpit", StringComparison.OrdinalIgnoreCase) == true
        );

        var answer = await compose.CheckWithoutValuesAsync("EMAIL_SMTP_HOST");
        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains("EMAIL_SMTP_HOST", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mail_catcher_starts_only_with_its_profile_and_has_no_dependents()
    {
        var services = compose.File().Services;
        Assert.Equal([ComposeFixture.MailCatcher], services["mailpit"].Profiles);
        Assert.All(
            services.Values.Where(service => service.Profiles.Count == 0),
            service => Assert.DoesNotContain("mailpit", service.DependsOn.Keys)
        );
    }

    [Fact]
    public async Task What_may_be_left_empty_does_not_stop_the_start()
    {
        var answer = await compose.CheckWithoutValuesAsync(
            "EMAIL_SMTP_PORT",
            "EMAIL_SMTP_SECURITY",
            "EMAIL_SMTP_USER",
            "EMAIL_SMTP_PASSWORD",
            "BOOTSTRAP_API_KEY",
            "SNAPTRADE_PREVIOUS_CONSUMER_KEY"
        );
        Assert.True(answer.ExitCode == 0, answer.Error);
    }

    [Fact]
    public void The_example_of_the_environment_names_every_variable()
    {
        var example = File.ReadAllLines(Path.Combine(Repository.Root, ".env.example"));
        Assert.All(
            ComposeFixture.Variables(),
            name => Assert.Contains(example, line => line.StartsWith($"{name}=", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Every_long_running_service_has_a_health_check()
    {
        var services = compose.File().Services;
        var runToTheEnd = services
            .Values.SelectMany(service => service.DependsOn)
            .Where(dependency => dependency.Value.Condition == "service_completed_successfully")
            .Select(dependency => dependency.Key);

        Assert.All(
            services.ExceptBy(runToTheEnd, service => service.Key, StringComparer.Ordinal),
            service => Assert.True(HasHealthCheck(service.Value), service.Key + " has no health check")
        );
    }

    [Fact]
    public void No_service_starts_before_what_it_needs_is_ready() =>
        Assert.All(
            compose.File().Services.Values.SelectMany(service => service.DependsOn.Values),
            dependency => Assert.NotEqual("service_started", dependency.Condition)
        );

    [Fact]
    public void The_proxy_lists_every_node_with_sticky_sessions()
    {
        var proxy = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "Caddyfile"));

        Assert.Contains("lb_policy cookie", proxy, StringComparison.Ordinal);
        Assert.All(
            compose.File().Services.Where(service => service.Value.Build is not null),
            node => Assert.Contains(node.Key + ":8080", proxy, StringComparison.Ordinal)
        );
    }

    private static bool HasHealthCheck(ComposeFile.Service service) =>
        service.Healthcheck is not null
        || (
            service.Build is { } build
            && File.ReadLines(Path.Combine(Repository.Root, build.Dockerfile))
                .Any(line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal))
        );

    [GeneratedRegex(
        "Password|Secret|ConsumerKey|Auth|ConnectionStrings|ApiKey|Redis__",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Secret();
}
