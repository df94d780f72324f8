using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Domain.Operators;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Dashboard.Features.Settings.Configuration;

/// <summary>Every setting with its value and where that comes from; of secrets only whether they are set.</summary>
internal sealed class ConfigurationReader(IConfiguration configuration, CurrentOperator current)
{
    private const int MaxShown = 300;

    /// <returns>In order of the key.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<ConfiguredSetting>> ReadAsync()
    {
        await current.DemandAsync(Permission.ManageSettings);
        var known = new KnownSettings(typeof(ConfigurationReader).Assembly);
        var set = configuration
            .AsEnumerable()
            .Where(s => s.Value is not null && known.Find(s.Key) is not null)
            .Select(s => s.Key)
            .ToList();
        var isSet = set.Select(key => known.Find(key)!.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unset = known.All.Select(s => s.Key).Where(key => !isSet.Contains(key));
        return
        [
            .. set.Concat(unset)
                .Select(key => Of(key, known.Find(key)!))
                .OrderBy(s => s.Key, StringComparer.Ordinal),
        ];
    }

    private ConfiguredSetting Of(string key, KnownSetting known)
    {
        var source = SourceOf(key);
        var value =
            known.IsSecret ? null
            : source is null ? known.Default
            : configuration[key];
        return new(
            (known with { Key = key }).Variable + (key.EndsWith(':') ? "…" : null),
            value is { Length: > MaxShown } ? value[..MaxShown] + "…" : value,
            source,
            known.Effect,
            known.IsSecret
        );
    }

    // The last one that has it counts.
    private string? SourceOf(string key) =>
        (configuration as IConfigurationRoot)
            ?.Providers.Reverse()
            .Where(provider => provider.TryGet(key, out var value) && value is not null)
            .Select(Name)
            .FirstOrDefault();

    private static string Name(IConfigurationProvider provider) =>
        provider switch
        {
            EnvironmentVariablesConfigurationProvider => "environment",
            CommandLineConfigurationProvider => "command line",
            FileConfigurationProvider file => file.Source.Path ?? "file",
            _ => "host",
        };
}
