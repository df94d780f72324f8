using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Domain.Operators;
using Dashboard.Features.Settings.Configuration;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Tests.Features.Settings;

/// <summary>Admins see every setting with its source, and no secret.</summary>
public sealed class ConfigurationReaderTests
{
    private const string Secret = "s3cr3t-0123456789";

    [Fact]
    public async Task Each_setting_has_its_value_and_source_once()
    {
        var prefix = $"CONFIG_{Guid.NewGuid():N}_";
        Environment.SetEnvironmentVariable(prefix + "Email__PerMinute", "7");
        var settings = new ConfigurationManager();
        settings.AddInMemoryCollection([
            new("Email:PerMinute", "5"),
            new("Simulator:RedeliverySchedule:1", "00:05"),
        ]);
        settings.AddEnvironmentVariables(prefix);
        settings.AddCommandLine(["--Api:RequestsPerMinute=9"]);

        var rows = await ReadAsync(settings);

        Assert.Equal(("7", "environment"), Of(rows, "Email__PerMinute"));
        Assert.Equal(("9", "command line"), Of(rows, "Api__RequestsPerMinute"));
        Assert.Equal(("00:05", "host"), Of(rows, "Simulator__RedeliverySchedule__1"));
        Assert.Equal(("250", null), Of(rows, "SnapTrade__RequestsPerMinute"));
        Assert.Equal(("1.00:00:00", null), Of(rows, "Webhooks__MaxAge"));
        Assert.Equal(rows.Count, rows.Select(r => r.Key).Distinct().Count());
        Environment.SetEnvironmentVariable(prefix + "Email__PerMinute", null);
    }

    [Fact]
    public async Task Of_secrets_only_whether_they_are_set_is_known()
    {
        var known = new KnownSettings(typeof(KnownSettings).Assembly).All.Where(s => s.IsSecret).ToList();
        var settings = new ConfigurationManager();
        settings.AddInMemoryCollection(known.Select(s => KeyValuePair.Create(s.Key, (string?)Secret)));

        var rows = await ReadAsync(settings);

        Assert.InRange(known.Count, 9, 20);
        Assert.Equal(known.Count, rows.Count(r => r is { IsSecret: true, Shown: "set" }));
        Assert.DoesNotContain(rows, r => r.ToString().Contains(Secret, StringComparison.Ordinal));
        Assert.All(
            (await ReadAsync(new ConfigurationManager())).Where(r => r.IsSecret),
            r => Assert.Equal("not set", r.Shown)
        );
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Others_see_nothing(Role role) =>
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            new ConfigurationReader(new ConfigurationManager(), ActorScope.Of(role)).ReadAsync()
        );

    private static Task<IReadOnlyList<ConfiguredSetting>> ReadAsync(IConfiguration settings) =>
        new ConfigurationReader(settings, ActorScope.Of(Role.Admin)).ReadAsync();

    private static (string?, string?) Of(IEnumerable<ConfiguredSetting> rows, string key)
    {
        var row = rows.Single(r => r.Key == key);
        return (row.Value, row.Source);
    }
}
