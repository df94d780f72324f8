using System.Globalization;
using Microsoft.Extensions.Options;

namespace Dashboard.Mail;

/// <summary>
/// Writes each message to a folder as an .eml file, for the demo, tests or another program that sends it. Files
/// appear complete.
/// </summary>
internal sealed class PickupMailSender(
    MailComposer composer,
    IOptions<MailOptions> options,
    TimeProvider time
) : IMailSender
{
    private readonly string _folder = Path.GetFullPath(options.Value.PickupFolder);

    public bool ReachesPeople => false;

    public async Task SendAsync(OutgoingMail message, CancellationToken cancellationToken)
    {
        using var composed = composer.Compose(message);
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var path = Path.Combine(_folder, $"{stamp}-{Guid.NewGuid():N}.eml");
        var unfinished = path + ".tmp";
        try
        {
            Directory.CreateDirectory(_folder);
            await using (var file = CreateForOwner(unfinished))
            {
                await composed.WriteToAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MailException(
                $"The message can't be written to the folder of Email__PickupFolder, {_folder}.",
                MailFailure.Unavailable,
                exception
            );
        }
        finally
        {
            if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }

    // Messages contain secret links.
    private static FileStream CreateForOwner(string path)
    {
        var how = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, how);
    }
}
