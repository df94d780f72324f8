using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Dashboard.Api;

/// <summary>
/// Reads settings from environment variables. Empty variables count as not set, because compose files pass
/// all variables that they list, with or without a value.
/// </summary>
public static class EnvironmentSettings
{
    /// <summary>Replaces the sources of environment variables added so far; other sources keep their empty values.</summary>
    public static void IgnoreEmptyVariables(this IConfigurationBuilder settings)
    {
        for (var i = 0; i < settings.Sources.Count; i++)
        {
            if (settings.Sources[i] is EnvironmentVariablesConfigurationSource variables)
                settings.Sources[i] = new NonEmptySource(variables.Prefix);
        }
    }

    private sealed class NonEmptySource(string? prefix) : IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => new NonEmptyProvider(prefix);
    }

    private sealed class NonEmptyProvider(string? prefix) : EnvironmentVariablesConfigurationProvider(prefix)
    {
        public override void Load()
        {
            base.Load();
            foreach (var (key, value) in Data.ToList())
            {
                if (string.IsNullOrEmpty(value))
                    Data.Remove(key);
            }
        }
    }
}
