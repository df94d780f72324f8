using System.Globalization;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Microsoft.Data.Sqlite;

namespace Dashboard.Data.Storage;

/// <summary>A complete backup.</summary>
/// <param name="At">The moment that it holds.</param>
public sealed record BackupFile(string Path, DateTimeOffset At, long Bytes);

/// <summary>Makes verified copies of a SQLite database, and knows those of a folder by their names.</summary>
internal static class BackupFiles
{
    private const string Prefix = "dashboard-";
    private const string Ending = ".db";
    private const string Unfinished = ".part";
    private const string TimeFormat = "yyyyMMdd-HHmmss";
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    public static string NameAt(DateTimeOffset at) => Prefix + Stamp(at) + Ending;

    /// <summary>A time in the name of a file.</summary>
    public static string Stamp(DateTimeOffset at) =>
        at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>
    /// The backups of a folder, newest first; none when there is no folder. A file from the future does not count: the clock was
    /// wrong, and no other would be made or kept until then.
    /// </summary>
    public static IReadOnlyList<BackupFile> In(string folder, DateTimeOffset now) =>
        Directory.Exists(folder)
            ?
            [
                .. new DirectoryInfo(folder)
                    .EnumerateFiles(Prefix + "*" + Ending)
                    .Select(file =>
                        TimeOf(file.Name) is { } at ? new BackupFile(file.FullName, at, file.Length) : null
                    )
                    .OfType<BackupFile>()
                    .Where(file => !OutsideTime.IsAhead(file.At, now))
                    .OrderByDescending(file => file.At),
            ]
            : [];

    /// <summary>
    /// Copies a database as it is at this moment. The file gets its name when it is complete, written to the disk and verified:
    /// what fails or is killed before leaves no file of that name.
    /// </summary>
    /// <param name="database">May be in use.</param>
    /// <param name="target">A full path.</param>
    /// <param name="replace">Whether a file of that name may be replaced.</param>
    /// <param name="reserve">What has to remain free on the volume.</param>
    /// <param name="onStep">Called with the share that is copied.</param>
    /// <param name="cancellationToken">Cancels before the file gets its name.</param>
    /// <exception cref="StorageException">There is no such database, no space, or the copy is not good.</exception>
    public static async Task<DatabaseSummary> WriteAsync(
        string database,
        string target,
        bool replace,
        long reserve,
        Func<double, Task>? onStep,
        CancellationToken cancellationToken
    )
    {
        if (!File.Exists(database))
            throw new StorageException($"There is no database at {database}.");
        if (File.Exists(target) && !replace)
            throw new StorageException(
                $"{target} exists already. Choose another name, or replace it with --force."
            );
        if (Array.Exists(SqliteFile.Companions, companion => File.Exists(target + companion)))
            throw new StorageException($"{target} is a database in use. Choose another name.");
        var folder = Path.GetDirectoryName(target)!;
        if (UsablePlace.ProblemOfFolder(folder) is { } problem)
            throw new StorageException($"{char.ToUpperInvariant(problem[0])}{problem[1..]}.");
        EnsureSpace(database, folder, reserve);
        var part = Path.Combine(folder, $".{Path.GetFileName(target)}-{Guid.NewGuid():N}{Unfinished}");
        try
        {
            CreatePrivate(part);
            var summary = await SqliteCopy.RunAsync(database, part, onStep, cancellationToken);
            await Task.Run(() => EnsureSame(part, summary, cancellationToken), cancellationToken);
            File.Move(part, target, replace);
            return summary;
        }
        catch (Exception exception)
            when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The copy could not be written to {folder}: {exception.Message.ReplaceLineEndings(" ")}",
                exception
            );
        }
        finally
        {
            SqliteFile.Delete(part);
        }
    }

    /// <summary>Deletes what killed processes left: whole copies, which would fill the disk.</summary>
    public static void DeleteAbandoned(string folder, DateTimeOffset now)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var part in Directory.EnumerateFiles(folder, $".{Prefix}*{Unfinished}*"))
        {
            if (now.UtcDateTime - File.GetLastWriteTimeUtc(part) > Abandoned)
                File.Delete(part);
        }
    }

    /// <summary>
    /// Deletes all but the newest of each period, and the oldest periods beyond a number: many backups made by hand in one period
    /// must not replace those of the days before.
    /// </summary>
    /// <param name="every">The length of a period; zero: each backup has its own.</param>
    /// <returns>How many backups were deleted.</returns>
    public static int Prune(string folder, int keep, TimeSpan every, DateTimeOffset now)
    {
        var files = In(folder, now);
        var kept = files
            .DistinctBy(file => file.At.UtcTicks / Math.Max(1, every.Ticks))
            .Take(keep)
            .ToHashSet();
        var old = files.Where(file => !kept.Contains(file)).ToList();
        old.ForEach(file => File.Delete(file.Path));
        return old.Count;
    }

    /// <exception cref="StorageException">The file is not good, or not what was copied.</exception>
    private static void EnsureSame(string file, DatabaseSummary expected, CancellationToken cancellationToken)
    {
        var verdict = DatabaseVerifier.VerifyFile(file, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (!verdict.IsUsable)
            throw new StorageException(
                $"The copy is damaged, so the database may be too. Run verify. {string.Join(' ', verdict.Damage)}"
            );
        if (verdict.Summary != expected)
            throw new StorageException("The copy differs from the database. Try again, to another disk.");
    }

    private static void EnsureSpace(string database, string folder, long reserve)
    {
        using var source = SqliteFile.Open(database, SqliteOpenMode.ReadOnly);
        var needed = source.Scalar<long>("PRAGMA page_count") * source.Scalar<long>("PRAGMA page_size");
        var free = DatabaseSpace.VolumeOf(folder).AvailableFreeSpace;
        if (free - needed < reserve)
            throw new StorageException(
                $"The disk of {folder} has too little space: the copy takes {ByteSize.Of(needed)}, {ByteSize.Of(free)} are free{(reserve > 0 ? $" and {ByteSize.Of(reserve)} stay in reserve" : "")}. Free some space or use another disk."
            );
    }

    // A backup holds everything that the database does.
    private static void CreatePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var created = new FileStream(path, options);
    }

    private static DateTimeOffset? TimeOf(string name) =>
        DateTimeOffset.TryParseExact(
            name[Prefix.Length..^Ending.Length],
            TimeFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : null;
}
