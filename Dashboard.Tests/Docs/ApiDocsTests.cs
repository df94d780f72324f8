using System.Diagnostics;
using System.Text.RegularExpressions;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Docs;

/// <summary>The examples of docs/api.md work when they are copied.</summary>
public sealed partial class ApiDocsTests : IAsyncLifetime
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md"));
    private readonly DashboardServer _server = DashboardServer.Start();

    public async ValueTask InitializeAsync()
    {
        await _server.Database.EventsAsync(
            Some.Broken(0, "c1", "customer-1907"),
            Some.Broken(1, "c2", "u2"),
            Some.Broken(2, "c3", "u3")
        );
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_curl_example_works_in_the_order_of_the_page()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed");
        var script = string.Join('\n', BlocksOf("sh"));
        var (exit, output, errors) = await RunAsync("bash", ["-euo", "pipefail", "-c", script]);
        Assert.True(exit == 0, $"{output}\n{errors}");
        Assert.Contains("\"byHealth\"", output);
        Assert.Contains("304\n", output);
        Assert.Contains("\"locale\":\"pt-BR\"", output);
        Assert.Contains("https://dashboard.example/r/", output);
        Assert.Contains("\"connectionId\":\"c1\",\"status\":\"", output);
        Assert.Contains("{\"accepted\":1,\"ignored\":1,\"rejected\":0,", output);
        // Of the pages of two, the last one holds the last connection.
        Assert.Contains("{\"items\":[{\"id\":\"c3\"", output);
    }

    [Fact]
    public void Every_operation_has_a_curl_example()
    {
        var script = string.Join('\n', BlocksOf("sh"));
        foreach (
            var path in new[]
            {
                "summary",
                "connections?",
                "connections/$id\"",
                "events?",
                "outcomes",
                "deliveries?",
                "reconnect-links",
                "$id/reconnect-emails",
                "reconnect-emails/$email",
                "email-events",
            }
        )
            Assert.Contains(path, script, StringComparison.Ordinal);
        Assert.Contains("--request PUT \"$api/users/", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_csharp_example_is_one_that_the_tests_run()
    {
        var ran = Squeezed(
            File.ReadAllText(Path.Combine(Repository.Root, "Dashboard.Tests", "Docs", "ApiExamples.cs"))
        );
        var blocks = BlocksOf("csharp").ToList();
        Assert.Equal(5, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Squeezed(block), ran, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_csharp_examples_work_as_documented()
    {
        var url = _server.Address.GetLeftPart(UriPartial.Authority);
        var said = await ApiExamples.RunAsync(url, DashboardServer.ApiKey, "c1");
        Assert.StartsWith("3 c1 c2 c3 Written. https://dashboard.example/r/", said, StringComparison.Ordinal);
    }

    private static IEnumerable<string> BlocksOf(string language) =>
        Block()
            .Matches(Text)
            .Where(m => m.Groups["language"].Value == language)
            .Select(m => m.Groups["code"].Value);

    private static string Squeezed(string code) => White().Replace(code, "");

    private async Task<(int Exit, string Output, string Errors)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["DASHBOARD_URL"] = _server.Address.GetLeftPart(UriPartial.Authority);
        start.Environment["DASHBOARD_API_KEY"] = DashboardServer.ApiKey;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    [GeneratedRegex(
        "^```(?<language>[a-z]+)\\n(?<code>.*?)^```$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Block();

    [GeneratedRegex("[\\s,]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex White();
}
