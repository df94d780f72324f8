using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Dashboard.Tests.Deployment;

/// <summary>The parts of the checker's output that the tests use.</summary>
internal sealed class ComposeFile
{
    public Dictionary<string, Service> Services { get; set; } = [];

    public static ComposeFile Parse(string yaml) =>
        new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .IgnoreUnmatchedProperties()
            .Build()
            .Deserialize<ComposeFile>(yaml);

    internal sealed class Service
    {
        public Build? Build { get; set; }

        public string? Image { get; set; }

        public Dictionary<string, string?> Environment { get; set; } = [];

        public object? Healthcheck { get; set; }

        public Dictionary<string, Dependency> DependsOn { get; set; } = [];

        /// <summary>Without one of them the service is not started; none: it always is.</summary>
        public List<string> Profiles { get; set; } = [];
    }

    internal sealed class Build
    {
        public string Dockerfile { get; set; } = "Dockerfile";
    }

    internal sealed class Dependency
    {
        public string Condition { get; set; } = "service_started";
    }
}
