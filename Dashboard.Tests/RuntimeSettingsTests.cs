using System.Text.Json;

namespace Dashboard.Tests;

/// <summary>What the runtime is told when the server starts; docs/performance.md has the measurements.</summary>
public sealed class RuntimeSettingsTests
{
    private readonly JsonElement _settings = JsonElement
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Dashboard.runtimeconfig.json")))
        .GetProperty("runtimeOptions")
        .GetProperty("configProperties");

    [Fact]
    public void Screens_are_collected_by_the_collector_that_keeps_less() =>
        Assert.False(_settings.GetProperty("System.GC.Server").GetBoolean());
}
