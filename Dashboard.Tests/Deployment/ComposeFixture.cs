using System.Text.RegularExpressions;

namespace Dashboard.Tests.Deployment;

/// <summary>The compose file as the checker reads it, with a dummy for every variable. Read once: the checker is slow.</summary>
public sealed partial class ComposeFixture : IAsyncLifetime
{
    /// <summary>The beginning of every dummy.</summary>
    public const string Dummy = "dummy-";
    public const string MailCatcher = "mail-catcher";

    private string[]? _checker;
    private ComposeChecker.Answer? _answer;

    public async ValueTask InitializeAsync()
    {
        _checker = await ComposeChecker.FindAsync(Token);
        if (_checker is not null)
            _answer = await CheckAsync(name => Dummy + name.ToLowerInvariant());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The file as the checker reads it; skips the test without a checker.</summary>
    internal ComposeFile File()
    {
        SkipWithoutChecker();
        Assert.True(_answer!.ExitCode == 0, _answer.Error);
        return ComposeFile.Parse(_answer.Output);
    }

    /// <summary>The checker's output when all variables, or the named ones, are empty.</summary>
    internal async Task<ComposeChecker.Answer> CheckWithoutValuesAsync(params string[] names)
    {
        SkipWithoutChecker();
        return await CheckAsync(name => names is [] || names.Contains(name) ? "" : Dummy);
    }

    /// <summary>Every variable that the file takes from the environment.</summary>
    public static IEnumerable<string> Variables() =>
        Variable()
            .Matches(System.IO.File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml")))
            .Select(match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal);

    private async Task<ComposeChecker.Answer> CheckAsync(Func<string, string> value)
    {
        var environment = Variables().ToDictionary(name => name, value, StringComparer.Ordinal);
        // With the profile: some versions of the checker leave out services that would not be started.
        string[] command = [.. _checker!, "--profile", MailCatcher, "config"];
        return (await ComposeChecker.RunAsync(command, environment, Token))!;
    }

    private void SkipWithoutChecker() =>
        Assert.SkipWhen(_checker is null, "Neither docker compose nor docker-compose is installed.");

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
