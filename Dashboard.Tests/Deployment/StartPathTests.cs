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
        // Root writes everywhere, so it starts the server as another user, who has to reach the program.
        var isRoot = PathOwner.OfProcess == 0;
        if (isRoot)
            File.SetUnixFileMode(Path.GetDirectoryName(published.Folder)!, ReadOnly | UnixFileMode.UserWrite);
        string[] command = ["dotnet", Path.Combine(published.Folder, "Dashboard.dll")];
        string[] asNobody = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"];

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServerProcess.StartAsync(published.WorkingDirectory, isRoot ? [.. asNobody, .. command] : command)
        );

        File.SetUnixFileMode(folder, ReadOnly | UnixFileMode.UserWrite);
        Assert.Contains($"The database can't be used: the file {folder}/dashboard.db", refused.Message);
        Assert.Contains("ConnectionStrings__Dashboard", refused.Message);
        Assert.Contains(
            isRoot
                ? $"{folder} belongs to uid 0, and this process runs as uid {Nobody}. Give it to this user (chown -R {Nobody} {folder})"
                : $"the permissions of {folder} deny it to uid {PathOwner.OfProcess}",
            refused.Message
        );
    }
}
