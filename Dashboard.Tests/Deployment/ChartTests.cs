using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using Parser = YamlDotNet.Core.Parser;

namespace Dashboard.Tests.Deployment;

/// <summary>The chart, rendered without Helm: its templates contain only values.</summary>
public sealed partial class ChartTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "chart");
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();
    private static readonly ILookup<string, Node> Objects = Render()
        .ToLookup(manifest => manifest["kind"].Text, StringComparer.Ordinal);

    private static Node Deployment => Assert.Single(Objects["Deployment"])["spec"];
    private static Node Pod => Deployment["template"]["spec"];
    private static Node Container => Assert.Single(Pod["containers"].Items);

    [Fact]
    public void Two_nodes_run_and_are_replaced_one_by_one()
    {
        Assert.Equal("2", Deployment["replicas"].Text);
        Assert.Equal("0", Deployment["strategy"]["rollingUpdate"]["maxUnavailable"].Text);
        Assert.Equal("1", Assert.Single(Objects["PodDisruptionBudget"])["spec"]["maxUnavailable"].Text);
    }

    [Fact]
    public void Pods_satisfy_the_restricted_standard_and_write_only_uploads_and_exports()
    {
        Assert.Equal("true", Pod["securityContext"]["runAsNonRoot"].Text);
        Assert.Equal("1654", Pod["securityContext"]["runAsUser"].Text);
        Assert.Equal("RuntimeDefault", Pod["securityContext"]["seccompProfile"]["type"].Text);
        Assert.Equal("false", Pod["automountServiceAccountToken"].Text);
        var container = Container["securityContext"];
        Assert.Equal("false", container["allowPrivilegeEscalation"].Text);
        Assert.Equal("true", container["readOnlyRootFilesystem"].Text);
        Assert.Equal(["ALL"], container["capabilities"]["drop"].Items.Select(item => item.Text));
        var mounts = Container["volumeMounts"].Items.ToList();
        Assert.Equal(["/tmp", "/exports"], mounts.Select(mount => mount["mountPath"].Text));
        Assert.Equal(
            mounts.Select(mount => mount["name"].Text),
            Pod["volumes"]
                .Items.Where(volume => volume["emptyDir"].Has("sizeLimit"))
                .Select(volume => volume["name"].Text)
        );
        var folder = Container["env"].Items.Single(variable => variable["name"].Text == "Exports__Folder");
        Assert.Equal("/exports", folder["value"].Text);
        Assert.Equal("1654", Pod["securityContext"]["fsGroup"].Text);
    }

    [Theory]
    [InlineData("startupProbe", "/health/live")]
    [InlineData("livenessProbe", "/health/live")]
    [InlineData("readinessProbe", "/health/ready")]
    public void Probes_ask_the_port_of_the_image(string probe, string path)
    {
        Assert.Equal(path, Container[probe]["httpGet"]["path"].Text);
        var port = Assert.Single(Container["ports"].Items);
        Assert.Equal(
            (port["name"].Text, "8080"),
            (Container[probe]["httpGet"]["port"].Text, port["containerPort"].Text)
        );
    }

    [Fact]
    public void Settings_exist_and_secrets_come_by_reference()
    {
        var settings = new Dashboard.Api.KnownSettings(typeof(Program).Assembly);
        var names = Container["env"].Items.Select(variable => variable["name"].Text).ToList();
        Assert.All(
            names.Where(name => !name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)),
            name => Assert.True(settings.Has(name.Replace("__", ":", StringComparison.Ordinal), "x"), name)
        );
        Assert.DoesNotContain(names, name => Secret().IsMatch(name));
        var reference = Assert.Single(Container["envFrom"].Items);
        Assert.Equal("dashboard-secrets", reference["secretRef"]["name"].Text);
        Assert.Empty(Objects["Secret"]);
    }

    [Fact]
    public void The_ingress_keeps_a_browser_on_its_node_and_hides_what_is_the_platforms()
    {
        var ingress = Assert.Single(Objects["Ingress"]);
        var annotations = ingress["metadata"]["annotations"];
        Assert.Equal("cookie", annotations["nginx.ingress.kubernetes.io/affinity"].Text);
        Assert.Equal("50m", annotations["nginx.ingress.kubernetes.io/proxy-body-size"].Text);
        var open = Assert
            .Single(ingress["spec"]["rules"].Items)["http"]["paths"]
            .Items.ToDictionary(
                path => path["path"].Text,
                path =>
                    Objects["Service"]
                        .Single(s => s["metadata"]["name"].Text == path["backend"]["service"]["name"].Text)[
                            "spec"
                        ]
                        .Has("selector"),
                StringComparer.Ordinal
            );
        Assert.Equal((true, false, false), (open["/"], open["/health"], open["/metrics"]));
    }

    [Fact]
    public void Every_selector_finds_the_pods()
    {
        var labels = Deployment["template"]["metadata"]["labels"].Words;
        var network = Assert.Single(Objects["NetworkPolicy"])["spec"];
        Node[] selectors =
        [
            Deployment["selector"]["matchLabels"],
            Assert.Single(Objects["PodDisruptionBudget"])["spec"]["selector"]["matchLabels"],
            Objects["Service"].First(s => s["spec"].Has("selector"))["spec"]["selector"],
            network["podSelector"]["matchLabels"],
        ];
        Assert.All(selectors, selector => Assert.Equal(labels, selector.Words));
        Assert.Equal(["Ingress"], network["policyTypes"].Items.Select(type => type.Text));
    }

    /// <summary>All manifests with the default values and the release's name "dashboard".</summary>
    private static List<Node> Render()
    {
        var values = new Node(
            Yaml.Deserialize<object>(File.ReadAllText(Path.Combine(Folder, "values.yaml")))
        );
        List<Node> manifests = [];
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "templates")))
        {
            var text = Value()
                .Replace(
                    File.ReadAllText(file),
                    match =>
                        match.Groups["path"].Value is { Length: > 0 } path
                            ? path.Split('.').Aggregate(values, (value, key) => value[key]).Text
                            : "dashboard"
                );
            Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            while (parser.Accept<DocumentStart>(out _))
                manifests.Add(new Node(Yaml.Deserialize<object>(parser)));
        }
        return manifests;
    }

    [GeneratedRegex(
        @"\{\{ \.(Values\.(?<path>[A-Za-z.]+)|Release\.Name) \}\}",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Value();

    [GeneratedRegex("Password|Secret|Key|ConnectionStrings|Redis", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Secret();

    /// <summary>A part of a YAML document.</summary>
    private sealed record Node(object Value)
    {
        public Node this[string key] => new(Map[key]);

        public string Text => (string)Value;

        public IEnumerable<Node> Items => ((List<object>)Value).Select(item => new Node(item));

        public SortedDictionary<string, string> Words =>
            new(Map.ToDictionary(e => (string)e.Key, e => (string)e.Value), StringComparer.Ordinal);

        public bool Has(string key) => Map.ContainsKey(key);

        private Dictionary<object, object> Map => (Dictionary<object, object>)Value;
    }
}
