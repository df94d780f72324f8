using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Domain.Deliveries;
using Dashboard.Features.Settings.Health;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Docs;

/// <summary>docs/observability names what the server measures, and each alert has its runbook.</summary>
public sealed partial class ObservabilityTests : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "observability");
    private readonly List<Instrument> _instruments = [];
    private readonly MeterListener _listener = new();
    private DashboardServer _server = null!;

    public ValueTask InitializeAsync()
    {
        _listener.InstrumentPublished = (instrument, _) =>
        {
            if (!instrument.Meter.Name.StartsWith("Dashboard.", StringComparison.Ordinal))
                return;
            lock (_instruments)
                _instruments.Add(instrument);
        };
        _listener.Start();
        // A test asks for the metrics until they show what was just done.
        _server = DashboardServer.Start(settings: ("Api:RequestsPerMinute", "1000000"));
        // The tests' SnapTrade is a fake, which measures nothing.
        _server.Services.GetRequiredService<SnapTradeMetrics>();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _listener.Dispose();
    }

    [Fact]
    public void Every_instrument_is_in_the_table_with_its_unit_and_meaning()
    {
        var page = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.NotEmpty(Ours);
        Assert.All(
            Ours,
            i =>
                Assert.Contains(
                    $"| `{i.Name}` | {Kind(i)} | {(i.Unit is null ? "" : $"`{i.Unit}`")} | {i.Description} |",
                    page,
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(Ours.Count, Rows().Count(page));
    }

    [Fact]
    public async Task Every_metric_of_an_alert_or_a_panel_exists()
    {
        await _server.DeliverAsync(
            Signed.Post(Signed.Event("CONNECTION_BROKEN", TimeProvider.System.GetUtcNow()))
        );
        await _server.DeliverAsync(
            Signed.Post(Signed.Event("CONNECTION_BROKEN", TimeProvider.System.GetUtcNow()), "no")
        );
        using var caller = _server.Caller();
        var metrics = "";
        // Requests are measured after they were answered.
        await Eventually.TrueAsync(
            async () =>
            {
                metrics = await caller.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);
                return metrics.Contains("http_server_request_duration", StringComparison.Ordinal);
            },
            "requests were measured"
        );
        var shown = Families()
            .Matches(metrics)
            .Select(m => m.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);
        var ours = Ours.Select(PrometheusName).ToHashSet(StringComparer.Ordinal);
        // The names are derived as the exporter does it: it shows none of ours that is not among them.
        var rooms = ours.Select(Room).ToHashSet(StringComparer.Ordinal);
        Assert.All(shown.Where(name => rooms.Contains(Room(name))), name => Assert.Contains(name, ours));

        var expressions = Expressions()
            .Matches(File.ReadAllText(Path.Combine(Folder, "alerts.yml")))
            .Select(m => m.Groups["expr"].Value)
            .Concat(PanelExpressions());
        foreach (
            var name in expressions.SelectMany(e =>
                Metrics().Matches(Labels().Replace(e, "")).Select(m => m.Groups["name"].Value)
            )
        )
            Assert.True(
                name == "up" || ours.Contains(Base(name)) || shown.Contains(Base(name)),
                $"There is no metric {name}."
            );
    }

    [Fact]
    public async Task Every_label_that_an_alert_or_a_panel_asks_for_is_one_that_is_measured()
    {
        var verdict = await _server.Services.GetRequiredService<HealthWatch>().JudgeAsync(Token);
        var known = verdict
            .Parts.Select(part => part.Name)
            .Concat(DeliveryOutcomes.Reasons)
            .Append("Succeeded")
            .Append("dashboard")
            .ToHashSet(StringComparer.Ordinal);
        var asked = Expressions()
            .Matches(File.ReadAllText(Path.Combine(Folder, "alerts.yml")))
            .Select(m => m.Groups["expr"].Value)
            .Concat(PanelExpressions())
            .SelectMany(e => Values().Matches(e))
            .SelectMany(m => m.Groups["value"].Value.Split('|'));
        Assert.All(asked, value => Assert.Contains(value, known));
    }

    [Fact]
    public void Every_alert_has_a_runbook_and_every_runbook_an_alert()
    {
        var rules = File.ReadAllText(Path.Combine(Folder, "alerts.yml"));
        var alerts = Alerts().Matches(rules).Select(m => m.Groups["name"].Value).ToList();
        Assert.Equal(alerts.Count, Expressions().Count(rules));
        Assert.All(
            alerts,
            alert =>
                Assert.Contains(
                    $"runbook: docs/observability/runbooks/{alert}.md",
                    rules,
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(
            alerts.Order(StringComparer.Ordinal),
            Directory
                .GetFiles(Path.Combine(Folder, "runbooks"))
                .Select(Path.GetFileNameWithoutExtension)!
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("check", "alerts.yml")]
    [InlineData("test", "alerts.test.yml")]
    public async Task Prometheus_accepts_the_rules_and_their_tests_pass(string command, string file)
    {
        var start = new ProcessStartInfo("promtool", [command, "rules", file])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(Token);
            var errors = process.StandardError.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            Assert.True(process.ExitCode == 0, $"{await output}\n{await errors}");
        }
        catch (Win32Exception)
        {
            Assert.Skip("promtool is not installed.");
        }
    }

    private List<Instrument> Ours
    {
        get
        {
            lock (_instruments)
                return [.. _instruments.DistinctBy(i => i.Name).OrderBy(i => i.Name, StringComparer.Ordinal)];
        }
    }

    private static string Kind(Instrument instrument) =>
        instrument.GetType().Name switch
        {
            var name when name.StartsWith("Counter", StringComparison.Ordinal) => "counter",
            var name when name.StartsWith("Histogram", StringComparison.Ordinal) => "histogram",
            _ => "gauge",
        };

    private static string PrometheusName(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return instrument.Name.Replace('.', '_') + unit + (Kind(instrument) == "counter" ? "_total" : "");
    }

    private static string Room(string metric) => metric.Split('_')[0];

    // The exporter's histograms have three series.
    private static string Base(string name) => Histogram().Replace(name, "");

    private static IEnumerable<string> PanelExpressions()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "grafana.json")));
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        foreach (var target in panel.GetProperty("targets").EnumerateArray())
            yield return target.GetProperty("expr").GetString()!;
    }

    [GeneratedRegex("^# TYPE (?<name>\\w+) ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Families();

    [GeneratedRegex("^ +expr: '(?<expr>.*)'$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Expressions();

    [GeneratedRegex("- alert: (?<name>\\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alerts();

    // Labels: in braces, and in lists after "by" and "on".
    [GeneratedRegex("\\{[^}]*\\}|\\b(by|on) \\([^)]*\\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Labels();

    [GeneratedRegex("=~?\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Values();

    // A name that is not followed by a parenthesis, as functions are.
    [GeneratedRegex("\\b(?<name>up|[a-z]+(_[a-z]+)+)\\b(?! *\\()", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metrics();

    [GeneratedRegex("_(bucket|count|sum)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Histogram();

    [GeneratedRegex(
        "^\\| `[a-z_.]+` \\| (counter|gauge|histogram) \\|",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Rows();
}
