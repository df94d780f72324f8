using System.Text.RegularExpressions;

namespace Dashboard.Tests.Deployment;

/// <summary>The compose file as the checker reads it, with a dummy for every variable. Read once: the checker is slow.</summary>
public sealed partial class ComposeFixture : IAsyncLifetime
{
    /// <summary>The beginning of every dummy.</summary>
    public const string Dummy = "dummy-";

    private string[]? _checker;
    private ComposeChecker.Answer? _answer;

    public async ValueTask InitializeAsync()
    {
        _checker = await ComposeChecker.FindAsync(TestContext.Current.CancellationToken);
        if (_checker is not null)
            _answer = await CheckAsync(name => Dummy + name.ToLowerInvariant());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What the checker makes of the file; skips the test where there is no checker.</summary>
    internal ComposeFile File()
    {
        SkipWithoutChecker();
        Assert.True(_answer!.ExitCode == 0, _answer.Error);
        return ComposeFile.Parse(_answer.Output);
    }

    /// <summary>The checker's answer when every variable is set, but to nothing.</summary>
    internal async Task<ComposeChecker.Answer> CheckWithoutValuesAsync()
    {
        SkipWithoutChecker();
        return await CheckAsync(_ => "");
    }

    private async Task<ComposeChecker.Answer> CheckAsync(Func<string, string> value)
    {
        var text = await System.IO.File.ReadAllTextAsync(Path.Combine(Repository.Root, "docker-compose.yml"));
        var environment = Variable()
            .Matches(text)
            .Select(match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, value, StringComparer.Ordinal);
        string[] command = [.. _checker!, "config"];
        return (await ComposeChecker.RunAsync(command, environment, TestContext.Current.CancellationToken))!;
    }

    private void SkipWithoutChecker() =>
        Assert.SkipWhen(_checker is null, "Neither docker compose nor docker-compose is installed.");

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
