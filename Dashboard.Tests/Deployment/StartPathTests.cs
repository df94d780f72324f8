using System.Diagnostics;
using System.Net;
using Dashboard.Data;

namespace Dashboard.Tests.Deployment;

/// <summary>A server whose data folder belongs to another user, as a mounted volume often does.</summary>
public sealed class StartPathTests(PublishedDashboard published) : IClassFixture<PublishedDashboard>
{
    private const uint Nobody = 65534;
    private const UnixFileMode ReadOnly =
        UnixFileMode.UserRead
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    [Fact]
    public async Task A_data_folder_that_can_t_be_written_is_named_with_its_owner_and_the_uid_of_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Owners have numbers on Unix only.");
        if (!OperatingSystem.IsLinux())
            return;
        var folder = Directory.CreateDirectory(Path.Combine(published.WorkingDirectory, "data")).FullName;
        File.SetUnixFileMode(folder, ReadOnly);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());

        File.SetUnixFileMode(folder, ReadOnly | UnixFileMode.UserWrite);
        Assert.Contains($"The database can't be used: the file {folder}/dashboard.db", refused.Message);
        Assert.Contains("ConnectionStrings__Dashboard", refused.Message);
        Assert.Contains(
            IsRoot
                ? $"{folder} belongs to uid 0, and this process runs as uid {Nobody}. Give it to this user (chown -R {Nobody} {folder})"
                : $"the permissions of {folder} deny it to uid {PathOwner.OfProcess}",
            refused.Message
        );
    }

    [Fact]
    public async Task Nothing_but_the_data_folder_and_the_temporary_one_has_to_be_writable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Permissions are Unix's.");
        if (!OperatingSystem.IsLinux())
            return;
        var data = Directory.CreateDirectory(Path.Combine(published.WorkingDirectory, "data")).FullName;
        using var temporary = new TemporaryFolder();
        if (IsRoot)
            await GiveToNobodyAsync(data, temporary.Path);
        File.SetUnixFileMode(published.WorkingDirectory, ReadOnly);
        try
        {
            await using var server = await StartAsync(("TMPDIR", temporary.Path), ("HOME", "/"));

            var answer = await server.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(File.Exists(Path.Combine(data, "dashboard.db")));
        }
        finally
        {
            File.SetUnixFileMode(published.WorkingDirectory, ReadOnly | UnixFileMode.UserWrite);
            Directory.Delete(data, recursive: true);
        }
    }

    private static bool IsRoot => PathOwner.OfProcess == 0;

    // Root writes everywhere, so it starts the server as another user, who has to reach the program.
    private Task<ServerProcess> StartAsync(params (string Name, string Value)[] environment)
    {
        string[] command = ["dotnet", Path.Combine(published.Folder, "Dashboard.dll")];
        if (!IsRoot || !OperatingSystem.IsLinux())
            return ServerProcess.StartAsync(published.WorkingDirectory, command, environment);
        File.SetUnixFileMode(Path.GetDirectoryName(published.Folder)!, ReadOnly | UnixFileMode.UserWrite);
        return ServerProcess.StartAsync(
            published.WorkingDirectory,
            ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. command],
            environment
        );
    }

    private static async Task GiveToNobodyAsync(params string[] folders)
    {
        using var chown = Process.Start("chown", [$"{Nobody}:{Nobody}", .. folders]);
        await chown.WaitForExitAsync(Token);
        Assert.Equal(0, chown.ExitCode);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("dashboard-temporary-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
