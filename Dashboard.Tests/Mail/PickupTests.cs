using System.Diagnostics;
using Dashboard.Mail;
using Dashboard.Tests.Support;
using MimeKit;

namespace Dashboard.Tests.Mail;

public sealed class PickupTests
{
    private static readonly OutgoingMail Mail = new(
        "zoë@exämple.example",
        "Überraschung: £5 — now",
        "Grüße,\nwith a long line " + "word ".PadRight(1200, 'x'),
        "<p>Grüße</p>"
    );

    [Fact]
    public async Task A_message_becomes_a_MIME_file()
    {
        using var host = new MailHost();
        await host.SendAsync(Mail);
        var read = Single(host);
        Assert.Equal("Überraschung: £5 — now", read.Subject);
        Assert.Equal("zoë@exämple.example", Assert.Single(read.To.Mailboxes).Address);
        Assert.Equal("connection-health@localhost", Assert.Single(read.From.Mailboxes).Address);
        Assert.Equal(Some.Noon, read.Date);
        Assert.Equal(Mail.Text, read.TextBody!.Trim().ReplaceLineEndings("\n"));
        Assert.Equal(Mail.Html, read.HtmlBody!.Trim());
    }

    [Fact]
    public async Task Files_appear_complete_and_only_their_owner_can_read_them()
    {
        using var host = new MailHost(("Email:From", "Acme <staff@acme.example>"));
        for (var i = 0; i < 5; i++)
            await host.SendAsync(Mail with { Html = null });
        var files = Files(host);
        Assert.Equal(5, files.Length);
        Assert.All(files, file => Assert.EndsWith(".eml", file, StringComparison.Ordinal));
        foreach (var file in OperatingSystem.IsWindows() ? [] : files)
            Assert.Equal("-rw-------", ModeOf(file));
        Assert.False(host.Sender.ReachesPeople);
    }

    [Fact]
    public async Task A_subject_cannot_inject_headers()
    {
        using var host = new MailHost();
        await host.SendAsync(Mail with { Subject = "Hello\r\nBcc: victim@example.com\r\n\r\nbody" });
        var read = Single(host);
        Assert.Empty(read.Bcc);
        Assert.Equal("Hello Bcc: victim@example.com body", read.Subject);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@example.com, b@example.com")]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    public async Task An_invalid_address_is_refused_permanently(string to)
    {
        using var host = new MailHost();
        var refused = await Assert.ThrowsAsync<MailException>(() => host.SendAsync(Mail with { To = to }));
        Assert.True(refused.IsPermanent);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_reported()
    {
        using var host = new MailHost();
        await File.WriteAllTextAsync(
            Path.Combine(host.Root, "data"),
            "in the way",
            TestContext.Current.CancellationToken
        );
        var failed = await Assert.ThrowsAsync<MailException>(() => host.SendAsync(Mail));
        Assert.False(failed.IsPermanent);
        Assert.Contains("Email__PickupFolder", failed.Message);
    }

    [Fact]
    public async Task A_relative_folder_is_below_the_working_directory()
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-mail-").FullName;
        try
        {
            var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), folder);
            using var host = new MailHost(("Email:PickupFolder", relative));
            await host.SendAsync(Mail);
            Assert.Single(Directory.GetFiles(folder, "*.eml"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static MimeMessage Single(MailHost host) =>
        MimeMessage.Load(Assert.Single(Files(host)), TestContext.Current.CancellationToken);

    private static string ModeOf(string file)
    {
        using var stat = Process.Start(
            new ProcessStartInfo("stat", ["--format=%A", file])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }

    private static string[] Files(MailHost host) => Directory.GetFiles(host.Folder);
}
