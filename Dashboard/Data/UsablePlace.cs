namespace Dashboard.Data;

/// <summary>
/// Tries a file or folder that a setting names, and says in words for the people who run the server which path is at fault,
/// whose it is, as whom this process runs, and what to do. No text holds more than paths and numbers.
/// </summary>
public static class UsablePlace
{
    /// <summary>Creates the folder if it is missing, and writes a file there for a moment.</summary>
    /// <returns>Null when that works.</returns>
    public static string? ProblemOfFolder(string folder)
    {
        if (Try(() => Directory.CreateDirectory(folder)) is { } missing)
            return Explain($"the folder {folder} can't be created", NearestExisting(folder), missing);
        return Try(() => WriteForAMoment(folder)) is { } unwritable
            ? Explain($"the folder {folder} can't be written to", folder, unwritable)
            : null;
    }

    /// <summary>Tries the folder of a file that is to be written, and the file itself if there is one.</summary>
    /// <returns>Null when both can be written.</returns>
    public static string? ProblemOfFile(string file) =>
        ProblemOfFolder(Path.GetDirectoryName(file)!)
        ?? (
            File.Exists(file) && Try(() => Open(file, FileAccess.ReadWrite)) is { } unwritable
                ? Explain($"the file {file} can't be written", file, unwritable)
                : null
        );

    /// <returns>Null when the file can be read.</returns>
    public static string? ProblemOfReading(string file) =>
        Try(() => Open(file, FileAccess.Read)) is { } unreadable
            ? Explain($"the file {file} can't be read", NearestExisting(file), unreadable)
            : null;

    private static Exception? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception;
        }
    }

    private static void WriteForAMoment(string folder)
    {
        using var probe = new FileStream(
            Path.Combine(folder, $".write-test-{Guid.NewGuid():N}"),
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 1,
            FileOptions.DeleteOnClose
        );
    }

    private static void Open(string file, FileAccess access)
    {
        using var opened = new FileStream(
            file,
            FileMode.Open,
            access,
            FileShare.ReadWrite | FileShare.Delete
        );
    }

    private static string NearestExisting(string path)
    {
        while (!Path.Exists(path) && Path.GetDirectoryName(path) is { Length: > 0 } parent)
            path = parent;
        return path;
    }

    private static string Explain(string what, string culprit, Exception cause)
    {
        if (cause is not UnauthorizedAccessException)
            return $"{what} ({cause.Message.ReplaceLineEndings(" ").TrimEnd('.')})";
        return (PathOwner.Of(culprit), PathOwner.OfProcess) switch
        {
            ({ } owner, { } me) when owner != me =>
                $"{what}: {culprit} belongs to uid {owner}, and this process runs as uid {me}. Give it to this user (chown -R {me} {culprit})",
            (_, { } me) =>
                $"{what}: the permissions of {culprit} deny it to uid {me}, which runs this process. Change them (chmod), or mount it writable",
            _ => $"{what}: the permissions of {culprit} deny it to the account that runs this process",
        };
    }
}
