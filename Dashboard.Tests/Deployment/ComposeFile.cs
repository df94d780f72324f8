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

        /// <summary>As <c>source:target</c>, or with both as parts: it depends on the checker.</summary>
        public List<object> Volumes { get; set; } = [];

        /// <summary>What is mounted at a folder; null: nothing is.</summary>
        public string? MountedAt(string folder) =>
            Volumes
                .Select(volume =>
                    volume is Dictionary<object, object> parts ? ($"{parts["source"]}", $"{parts["target"]}")
                    : volume.ToString()!.Split(':') is [var source, var target, ..] ? (source, target)
                    : ("", "")
                )
                .Where(mount => mount.Item2 == folder)
                .Select(mount => mount.Item1)
                .SingleOrDefault();

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
