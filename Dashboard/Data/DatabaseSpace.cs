using Dashboard.Data.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Data;

/// <summary>The space that the database takes and has left; bytes.</summary>
/// <param name="Database">The file.</param>
/// <param name="Log">The write-ahead log beside it.</param>
/// <param name="Free">What is free on its volume.</param>
public sealed record DatabaseSpace(long Database, long Log, long Free)
{
    /// <summary>Below this, commits fail soon.</summary>
    public const long MinFree = 512L * 1024 * 1024;

    /// <summary>SQLite shortens its log by itself; a longer one means that something holds it open.</summary>
    public const long MaxLog = 1024L * 1024 * 1024;

    /// <returns>Null when the database is a server, or its file can't be looked at.</returns>
    public static DatabaseSpace? Of(IOptions<DatabaseOptions> options)
    {
        if (options.Value.IsServer)
            return null;
        try
        {
            var file = SqliteFile.Of(options.Value)!;
            return new(Length(file), Length(file + "-wal"), FreeAt(file));
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or StartRefusedException)
        {
            return null;
        }
    }

    /// <summary>What is free on the volume of a file or folder.</summary>
    /// <exception cref="IOException"/>
    public static long FreeAt(string path) => VolumeOf(path).AvailableFreeSpace;

    // The volume mounted deepest above the file.
    internal static DriveInfo VolumeOf(string file) =>
        DriveInfo
            .GetDrives()
            .Where(d => AsFolder(file).StartsWith(AsFolder(d.Name), StringComparison.Ordinal))
            .MaxBy(d => d.Name.Length)
        ?? new DriveInfo(Path.GetPathRoot(file)!);

    // "/data" is not above "/data2".
    private static string AsFolder(string path) =>
        Path.EndsInDirectorySeparator(path) ? path : path + Path.DirectorySeparatorChar;

    private static long Length(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
