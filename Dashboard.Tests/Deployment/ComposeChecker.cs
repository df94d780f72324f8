using System.ComponentModel;
using System.Diagnostics;

namespace Dashboard.Tests.Deployment;

/// <summary>
/// Runs Docker Compose to read compose files: the plugin or the older standalone program.
/// </summary>
internal static class ComposeChecker
{
    private static readonly string[][] Forms =
    [
        ["docker", "compose"],
        ["docker-compose"],
    ];

    /// <summary>The command that starts the checker; null where none is installed.</summary>
    public static async Task<string[]?> FindAsync(CancellationToken cancellationToken)
    {
        foreach (var form in Forms)
        {
            var answer = await RunAsync([.. form, "version"], Empty, cancellationToken);
            if (answer?.ExitCode == 0)
                return form;
        }

        return null;
    }

    /// <summary>Runs a command at the repository's root; null when there is no such program.</summary>
    public static async Task<Answer?> RunAsync(
        string[] command,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken
    )
    {
        using var process = new Process { StartInfo = Start(command, environment) };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new Answer(process.ExitCode, await output, await error);
    }

    private static ProcessStartInfo Start(string[] command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    private static IReadOnlyDictionary<string, string> Empty { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    internal sealed record Answer(int ExitCode, string Output, string Error);
}
