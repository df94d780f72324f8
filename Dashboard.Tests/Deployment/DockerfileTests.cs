namespace Dashboard.Tests.Deployment;

/// <summary>What the image promises, read off its recipe: no Docker engine is needed.</summary>
public sealed class DockerfileTests
{
    // The user of Microsoft's images, which the chart names, too.
    private const string User = "1654";
    private static readonly List<(string Instruction, string Text)> Final = Read();

    [Fact]
    public void Its_base_has_no_shell_but_languages_and_time_zones() =>
        Assert.EndsWith("-chiseled-extra", One("FROM"), StringComparison.Ordinal);

    [Fact]
    public void Nothing_in_it_needs_a_shell()
    {
        Assert.DoesNotContain(Final, line => line.Instruction == "RUN");
        Assert.StartsWith("[", One("ENTRYPOINT"), StringComparison.Ordinal);
        Assert.EndsWith(
            "CMD [\"dotnet\", \"Dashboard.dll\", \"probe\"]",
            One("HEALTHCHECK"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_runs_as_a_user_whose_number_shows_that_it_is_not_root()
    {
        Assert.Equal(User, One("USER"));
        Assert.Contains(
            Final,
            line =>
                line.Instruction == "COPY"
                && line.Text.Contains($"--chown={User}:{User} ", StringComparison.Ordinal)
                && line.Text.EndsWith(" data/", StringComparison.Ordinal)
        );
        // The program itself stays root's.
        Assert.Contains(("COPY", "--from=build /app ./"), Final);
    }

    private static string One(string instruction) =>
        Assert.Single(Final, line => line.Instruction == instruction).Text;

    /// <summary>The instructions of the last stage.</summary>
    private static List<(string Instruction, string Text)> Read()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "Dashboard", "Dockerfile"));
        var lines = text.Replace("\\\n", " ", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .Select(parts => (parts[0], parts[1]))
            .ToList();
        return lines[lines.FindLastIndex(line => line.Item1 == "FROM")..];
    }
}
