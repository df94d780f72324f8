using Dashboard.Mail;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Mail;

public sealed class PickupFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dashboard-folder-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_message_is_found_by_its_id_among_others()
    {
        Write("a.eml", "<other@acme.example>", "Other");
        Write("b.eml", "<wanted@acme.example>", "Wanted");
        Write("c.eml", "<wanted-too@acme.example>", "Too");
        var found = await FindAsync("wanted");
        Assert.Equal(
            ("b.eml", "Wanted", "<p>Wanted</p>"),
            (found?.FileName, found?.Subject, found?.Html?.Trim())
        );
        Assert.Null(await FindAsync("want"));
    }

    [Fact]
    public async Task Other_files_are_ignored()
    {
        await File.WriteAllBytesAsync(Path.Combine(_root, "x.eml"), [0, 1, 2, 255], Token);
        await File.WriteAllTextAsync(Path.Combine(_root, "empty.eml"), "", Token);
        Write("b.eml", "<wanted@acme.example>", "Wanted");
        Assert.NotNull(await FindAsync("wanted"));
    }

    [Fact]
    public async Task A_missing_or_unused_folder_has_no_messages()
    {
        Write("b.eml", "<wanted@acme.example>", "Wanted");
        Assert.Null(await FindAsync("wanted", options => options.PickupFolder = Path.Combine(_root, "none")));
        Assert.Null(await FindAsync("wanted", options => options.Mode = MailMode.Smtp));
    }

    [Fact]
    public void The_string_form_of_a_stored_message_holds_no_content() =>
        Assert.Equal("a.eml", new StoredMail("a.eml", "Subject", "secret link", "secret link").ToString());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Write(string name, string messageId, string subject) =>
        File.WriteAllText(
            Path.Combine(_root, name),
            $"Message-ID: {messageId}\r\nSubject: {subject}\r\nContent-Type: text/html\r\n\r\n<p>{subject}</p>\r\n"
        );

    private Task<StoredMail?> FindAsync(string id, Action<MailOptions>? change = null)
    {
        var options = new MailOptions { PickupFolder = _root };
        change?.Invoke(options);
        var folder = new PickupFolder(Options.Create(options));
        return folder.FindAsync(id, Some.Noon, Token);
    }
}
