namespace Dashboard.Tests.Deployment;

/// <summary>systemd's own judgement of the unit.</summary>
public sealed class SystemdUnitTests : IDisposable
{
    // Of 100, where 0 is the safest; an unhardened service has 96.
    private const int MaxExposure = 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-unit-");

    [Fact]
    public async Task The_unit_is_valid_and_hardened()
    {
        var unit = Path.Combine(_folder.FullName, "connection-health.service");
        var text = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "deploy", "systemd", "connection-health.service"),
            Token
        );
        // The check wants the program to be there.
        Assert.Contains("ExecStart=/usr/bin/dotnet ", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            unit,
            text.Replace("/usr/bin/dotnet", Environment.ProcessPath, StringComparison.Ordinal),
            Token
        );

        var verified = await AnalyzeAsync("verify", unit);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error + verified.Output));
        var judged = await AnalyzeAsync("security", "--offline=true", $"--threshold={MaxExposure}", unit);
        Assert.True(judged.ExitCode == 0, judged.Output + judged.Error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<ComposeChecker.Answer> AnalyzeAsync(params string[] arguments)
    {
        var answer = await ComposeChecker.RunAsync(
            ["systemd-analyze", .. arguments],
            new Dictionary<string, string>(StringComparer.Ordinal),
            Token
        );
        Assert.SkipWhen(answer is null, "systemd-analyze is not installed.");
        return answer!;
    }
}
