using System.Diagnostics;

namespace Dashboard.Tests.Support;

/// <summary>Runs a command of the dashboard as an operator or a schedule does: a process with an exit code.</summary>
internal static class DashboardCommand
{
    public static string[] Program => ["dotnet", typeof(Program).Assembly.Location];

    public static Task<CommandResult> RunAsync(this TestDatabase database, params string[] arguments) =>
        RunAsync(database.ConnectionString, Path.GetDirectoryName(database.FilePath)!, arguments);

    public static async Task<CommandResult> RunAsync(
        string connectionString,
        string folder,
        string[] arguments,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(Program[0], [.. Program[1..], .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment =
            {
                ["ConnectionStrings__Dashboard"] = connectionString,
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
            },
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var errors = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return new(process.ExitCode, await output, await errors);
    }
}

internal sealed record CommandResult(int Code, string Output, string Errors);
