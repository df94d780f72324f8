using Dashboard.Data.Work;
using Dashboard.Domain;
using Microsoft.Extensions.Options;

namespace Dashboard.Data.Storage;

/// <summary>
/// Makes a backup of a SQLite database when the last one is old enough, or when somebody asks, and deletes the oldest. The
/// folder itself says which there are, so that they survive the database.
/// </summary>
public sealed partial class BackupKeeper : IRecurringWork, IDisposable
{
    // A copy that is a little late is nothing to tell.
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);
    private readonly BackupOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<BackupKeeper> _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly DateTimeOffset _startedAt;
    private readonly string? _database;
    private readonly string? _folder;
    private IReadOnlyList<BackupFile> _files = [];
    private string? _problem;
    private double? _progress;

    public BackupKeeper(
        IOptions<BackupOptions> options,
        IOptions<DatabaseOptions> database,
        TimeProvider time,
        ILogger<BackupKeeper> logger
    )
    {
        (_options, _time, _logger) = (options.Value, time, logger);
        _startedAt = time.GetUtcNow();
        _database = SqliteFile.Of(database.Value);
        if (_database is not null)
            _folder = _options.Folder is { Length: > 0 } folder
                ? Path.GetFullPath(folder)
                : Path.Combine(Path.GetDirectoryName(_database)!, "backups");
    }

    /// <summary>Raised when a backup begins, comes further or ends; on any thread.</summary>
    public event Action? Changed;

    public string Name => "backup";
    public TimeSpan Interval => TimeSpan.FromMinutes(1);
    public bool OnOneNode => true;
    public bool WaitsFirst => true;

    /// <summary>Reads no file: it is asked for every few seconds.</summary>
    public BackupStanding Now
    {
        get
        {
            var files = _files;
            DateTimeOffset? due =
                _folder is null || _options.Every == TimeSpan.Zero ? null
                : files.Count > 0 ? files[0].At + _options.Every
                : _startedAt + Interval;
            return new(
                _folder,
                _options.Every,
                files,
                due,
                due + Grace < _time.GetUtcNow(),
                _problem,
                _progress
            );
        }
    }

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        if (_folder is null)
            return TimeSpan.FromDays(1);
        Look();
        if (Now.DueAt <= _time.GetUtcNow())
            await TryBackUpAsync(stoppingToken);
        return null;
    }

    /// <summary>Looks again which backups there are; others may have added or removed some.</summary>
    public void Look()
    {
        if (_folder is null)
            return;
        try
        {
            _files = BackupFiles.In(_folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _problem = $"The folder {_folder} can't be read: {exception.Message.ReplaceLineEndings(" ")}";
        }
    }

    /// <summary>Makes a backup now, after one that runs already.</summary>
    /// <returns>Null when it succeeded, else why not; also in <see cref="Now"/>.</returns>
    public async Task<string?> TryBackUpAsync(CancellationToken cancellationToken)
    {
        if (_database is null || _folder is null)
            return "The database is on a server, whose own backups are used.";
        await _turn.WaitAsync(cancellationToken);
        try
        {
            Show(0);
            await BackUpAsync(_database, _folder, cancellationToken);
            _problem = null;
        }
        catch (Exception exception)
            when (exception
                    is StorageException
                        or IOException
                        or UnauthorizedAccessException
                        or System.Data.Common.DbException
            )
        {
            _problem = exception.Message.ReplaceLineEndings(" ");
            LogFailed(_logger, exception);
        }
        finally
        {
            Look();
            Show(null);
            _turn.Release();
        }
        return _problem;
    }

    public void Dispose() => _turn.Dispose();

    private async Task BackUpAsync(string database, string folder, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var target = Path.Combine(folder, BackupFiles.NameAt(_time.GetUtcNow()));
        // On a disk of its own a backup may take all there is.
        var reserve =
            DatabaseSpace.VolumeOf(folder).Name == DatabaseSpace.VolumeOf(database).Name
                ? DatabaseSpace.MinFree
                : 0;
        var summary = await Task.Run(
            () =>
                BackupFiles.WriteAsync(
                    database,
                    target,
                    replace: false,
                    reserve,
                    ShowAsync,
                    cancellationToken
                ),
            cancellationToken
        );
        var pruned = BackupFiles.Prune(folder, _options.Keep, _time.GetUtcNow().UtcDateTime);
        LogWritten(_logger, target, ByteSize.Of(summary.Bytes), _time.GetElapsedTime(began), pruned);
    }

    private Task ShowAsync(double share)
    {
        // Whole per cents, so that screens do not render for each step.
        var rounded = Math.Floor(share * 100) / 100;
        if (rounded > _progress)
            Show(rounded);
        return Task.CompletedTask;
    }

    private void Show(double? progress)
    {
        _progress = progress;
        Changed?.Invoke();
    }

    [LoggerMessage(
        LogLevel.Information,
        "Backup written: {File}, {Size}, in {Duration}; {Pruned} older deleted"
    )]
    private static partial void LogWritten(
        ILogger logger,
        string file,
        string size,
        TimeSpan duration,
        int pruned
    );

    [LoggerMessage(LogLevel.Error, "The backup failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
