using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Utils;

namespace Dashboard.Mail;

/// <summary>A message in the pickup folder.</summary>
/// <param name="FileName">Without the folder.</param>
/// <param name="Html">Null for a plain text message. A secret, as its links work.</param>
public sealed record StoredMail(string FileName, string Subject, string? Html, string? Text)
{
    /// <summary>Without the content.</summary>
    public override string ToString() => FileName;
}

/// <summary>Reads and deletes messages that <see cref="MailMode.Pickup"/> has written.</summary>
public sealed class PickupFolder(IOptions<MailOptions> options)
{
    private readonly string _folder = Path.GetFullPath(options.Value.PickupFolder);

    public bool IsUsed => options.Value.Mode == MailMode.Pickup;

    /// <summary>Finds the message whose <c>Message-ID</c> starts with that id and an @.</summary>
    /// <param name="id">The part before the @.</param>
    /// <param name="around">The approximate time of writing, at which the search starts.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Null when the folder does not have it, or is not used.</returns>
    /// <exception cref="MailException">The folder cannot be read.</exception>
    public async Task<StoredMail?> FindAsync(
        string id,
        DateTimeOffset around,
        CancellationToken cancellationToken
    )
    {
        if (!IsUsed || !Directory.Exists(_folder))
            return null;
        try
        {
            var files = new DirectoryInfo(_folder)
                .EnumerateFiles("*.eml")
                .OrderBy(f => (f.LastWriteTimeUtc - around.UtcDateTime).Duration());
            foreach (var file in files)
            {
                if (await IsOfAsync(file, id, cancellationToken))
                    return await ReadAsync(file, cancellationToken);
            }
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>Deletes the messages whose <c>Message-ID</c> starts with one of those ids and an @.</summary>
    /// <returns>The number deleted.</returns>
    /// <exception cref="MailException">The folder cannot be read or written.</exception>
    public async Task<int> RemoveAsync(IReadOnlySet<string> ids, CancellationToken cancellationToken)
    {
        if (!IsUsed || ids.Count == 0 || !Directory.Exists(_folder))
            return 0;
        var removed = 0;
        try
        {
            foreach (var file in new DirectoryInfo(_folder).EnumerateFiles("*.eml"))
            {
                if (await IdOfAsync(file, cancellationToken) is not { } id || !ids.Contains(id))
                    continue;
                file.Delete();
                removed++;
            }
            return removed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(exception);
        }
    }

    private MailException Unreadable(Exception cause) =>
        new($"The folder of Email__PickupFolder, {_folder}, can't be read.", MailFailure.Unavailable, cause);

    private static async Task<bool> IsOfAsync(
        FileInfo file,
        string id,
        CancellationToken cancellationToken
    ) => await IdOfAsync(file, cancellationToken) == id;

    // Only the headers: a folder may hold thousands of messages.
    private static async Task<string?> IdOfAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file.OpenRead();
            var headers = await HeaderList.LoadAsync(stream, cancellationToken);
            return
                headers[HeaderId.MessageId] is { } value
                && MimeUtils.ParseMessageId(value) is { } messageId
                && messageId.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
                ? messageId[..at]
                : null;
        }
        catch (Exception exception) when (exception is FormatException or FileNotFoundException)
        {
            // Not written by this application, or removed by another program meanwhile.
            return null;
        }
    }

    private static async Task<StoredMail> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        using var message = await MimeMessage.LoadAsync(file.FullName, cancellationToken);
        return new StoredMail(file.Name, message.Subject ?? "", message.HtmlBody, message.TextBody);
    }
}
