using System.Diagnostics;
using Dashboard.Data;
using Dashboard.Mail;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Data;

/// <summary>What a refusal says about the path that a setting names.</summary>
public sealed class UsablePlaceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dashboard-place-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_missing_folder_is_created_and_left_empty()
    {
        var folder = Path.Combine(_root, "data", "mail");
        Assert.Null(UsablePlace.ProblemOfFolder(folder));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void A_folder_that_can_not_be_created_is_named_with_its_path()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");
        var problem = UsablePlace.ProblemOfFolder(Path.Combine(file, "mail"));
        Assert.Contains($"the folder {Path.Combine(file, "mail")} can't be created", problem);
    }

    [Fact]
    public void A_missing_file_to_read_is_named() =>
        Assert.Contains(
            $"the file {Path.Combine(_root, "key.pfx")} can't be read",
            UsablePlace.ProblemOfReading(Path.Combine(_root, "key.pfx"))
        );

    [Fact]
    public async Task The_owner_is_the_one_that_the_system_shows()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Owners have numbers on Unix only.");
        foreach (var path in (string[])["/", "/etc/passwd", _root])
            Assert.Equal(await PrintedAsync("stat", "--format=%u", path), $"{PathOwner.Of(path)}");
        Assert.Equal(await PrintedAsync("id", "-u"), $"{PathOwner.OfProcess}");
        Assert.Null(PathOwner.Of(Path.Combine(_root, "missing")));
    }

    [Fact]
    public async Task Without_a_place_for_e_mails_there_is_no_start()
    {
        var file = Path.Combine(_root, "file");
        await File.WriteAllTextAsync(file, "", Token);
        var check = new PickupCheck(
            Options.Create(new MailOptions { PickupFolder = Path.Combine(file, "mail") })
        );
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => check.StartingAsync(Token));
        Assert.Contains(Path.Combine(file, "mail"), refused.Message);
        Assert.Contains("Email__PickupFolder", refused.Message);
    }

    [Fact]
    public async Task With_a_mail_server_the_folder_does_not_matter() =>
        await new PickupCheck(
            Options.Create(new MailOptions { Mode = MailMode.Smtp, PickupFolder = "/dev/null/mail" })
        ).StartingAsync(Token);

    private static async Task<string> PrintedAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var printed = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return printed.Trim();
    }
}
