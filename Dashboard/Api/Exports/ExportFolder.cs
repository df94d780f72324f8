using Dashboard.Data;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Exports;

/// <summary>The files of exports: readable for this process's user alone. Each node has a folder of its own.</summary>
internal sealed class ExportFolder(IOptions<ExportOptions> options)
{
    /// <summary>Exports leave the database room to grow.</summary>
    public const long MinFree = 2 * DatabaseSpace.MinFree;

    private readonly string _root = Path.GetFullPath(options.Value.Folder);

    private string Own => Path.Combine(_root, Environment.MachineName);

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

    public long SizeOf(string id) => new FileInfo(PathOf(id)).Length;

    public bool HasSpace => DatabaseSpace.FreeAt(_root) >= MinFree;

    public void Delete(string id)
    {
        if (Directory.Exists(Own))
            File.Delete(PathOf(id));
    }

    /// <summary>Deletes what an earlier process of this node left, and what another node that is gone left.</summary>
    /// <param name="isKnown">Whether this process has the export with that id.</param>
    /// <param name="before">Files of other nodes that were last written before that go.</param>
    public void DeleteLeftovers(Func<string, bool> isKnown, DateTimeOffset before)
    {
        if (!Directory.Exists(_root))
            return;
        foreach (var file in new DirectoryInfo(_root).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var isOld = file.LastWriteTimeUtc < before.UtcDateTime;
            if (file.DirectoryName == Own ? !isKnown(file.Name) : isOld)
                file.Delete();
        }
    }

    private string PathOf(string id) => Path.Combine(Own, id);
}
