using Dashboard.Data;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Exports;

/// <summary>The files of exports: readable for this process's user alone. Each process has a folder of its own.</summary>
internal sealed partial class ExportFolder(IOptions<ExportOptions> options, ILogger<ExportFolder> logger)
{
    /// <summary>Exports leave the database room to grow.</summary>
    public const long MinFree = 2 * DatabaseSpace.MinFree;

    private const string Ids = "N";

    // Links lead to what is not ours.
    private static readonly EnumerationOptions Inside = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly string _root = Path.GetFullPath(options.Value.Folder);
    private readonly string _name = $"{Environment.MachineName}.{Guid.NewGuid().ToString(Ids)}";

    private string Own => Path.Combine(_root, _name);

    /// <exception cref="IOException">Also when the folder's permissions deny it.</exception>
    public FileStream Create(string id)
    {
        try
        {
            return CreateNew(id);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private FileStream CreateNew(string id)
    {
        var access = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Own);
        }
        else
        {
            access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Directory.CreateDirectory(Own, access.UnixCreateMode.Value | UnixFileMode.UserExecute);
        }
        return new FileStream(PathOf(id), access);
    }

    /// <param name="isLast">Whether the file is deleted when it has been read.</param>
    /// <returns>Null when the file is gone.</returns>
    public FileStream? Open(string id, bool isLast)
    {
        try
        {
            return new FileStream(
                PathOf(id),
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                bufferSize: 64 * 1024,
                FileOptions.Asynchronous
                    | FileOptions.SequentialScan
                    | (isLast ? FileOptions.DeleteOnClose : FileOptions.None)
            );
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <returns>Null when the file is gone, or can't be looked at.</returns>
    public long? SizeOf(string id)
    {
        try
        {
            return new FileInfo(PathOf(id)).Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Also true when it can't be found out: then writing shows it.</summary>
    public bool HasSpace
    {
        get
        {
            try
            {
                return DatabaseSpace.FreeAt(_root) >= MinFree;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    /// <summary>Deletes the file if there is one; one that can't be deleted is left to the next sweep.</summary>
    public void Delete(string id) => Delete(new FileInfo(PathOf(id)));

    /// <summary>Deletes what this process no longer has, and what processes that ended left. Other files are not touched.</summary>
    /// <param name="isKnown">Whether this process has the export with that id.</param>
    /// <param name="before">Files of other processes that were last written before that go.</param>
    public void DeleteLeftovers(Func<string, bool> isKnown, DateTimeOffset before)
    {
        var root = new DirectoryInfo(_root);
        if (!root.Exists)
            return;
        foreach (var folder in root.EnumerateDirectories("*", Inside))
        {
            var isOwn = folder.Name == _name;
            foreach (var file in folder.EnumerateFiles("*", Inside).Where(f => IsId(f.Name)))
                if (isOwn ? !isKnown(file.Name) : IsOld(file))
                    Delete(file);
            if (!isOwn && IsOfProcess(folder.Name) && IsOld(folder))
                DeleteEmpty(folder);
        }

        bool IsOld(FileSystemInfo info) => info.LastWriteTimeUtc < before.UtcDateTime;
    }

    public string PathOf(string id) => Path.Combine(Own, id);

    private static bool IsId(string text) => Guid.TryParseExact(text, Ids, out _);

    private static bool IsOfProcess(string folder) => IsId(folder[(folder.LastIndexOf('.') + 1)..]);

    private void DeleteEmpty(DirectoryInfo folder)
    {
        try
        {
            if (!folder.EnumerateFileSystemInfos().Any())
                Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's, or another node was faster: the others are still deleted.
            LogNotDeleted(logger, exception, folder.FullName);
        }
    }

    private void Delete(FileSystemInfo info)
    {
        try
        {
            info.Delete();
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was ever written, or another node was faster.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(logger, exception, info.FullName);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Path} could not be deleted; the next sweep tries again")]
    private static partial void LogNotDeleted(ILogger logger, Exception exception, string path);
}
