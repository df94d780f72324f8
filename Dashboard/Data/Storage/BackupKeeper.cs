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
    // A copy takes as long as all others did that failed.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(30);
    public const string AlreadyRunning = "A backup is already running. It is one copy for everybody.";

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
    private string? _unreadable;
    private long _stepAt;
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
        Look();
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
                _problem ?? _unreadable,
                _progress
            );
        }
    }

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        if (_folder is null)
            return TimeSpan.FromDays(1);
        Look();
        return Now.DueAt <= _time.GetUtcNow() && await TryBackUpAsync(stoppingToken) is not null
            ? RetryAfter
            : null;
    }

    /// <summary>Looks again which backups there are; others may have added or removed some.</summary>
    public void Look()
    {
        if (_folder is null)
            return;
        try
        {
            _files = BackupFiles.In(_folder, _time.GetUtcNow());
            _unreadable = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _unreadable = $"The folder {_folder} can't be read: {exception.Message.ReplaceLineEndings(" ")}";
        }
    }

    /// <summary>Makes a backup now, unless one is being made.</summary>
    /// <returns>Null when it succeeded, else why not; of a failure also in <see cref="Now"/>.</returns>
    public async Task<string?> TryBackUpAsync(CancellationToken cancellationToken)
    {
        if (_database is null || _folder is null)
            return "The database is on a server, whose own backups are used.";
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
            return AlreadyRunning;
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
        BackupFiles.DeleteAbandoned(folder, _time.GetUtcNow());
        _stepAt = TimeProvider.System.GetTimestamp();
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
                    share => ShowAsync(share, cancellationToken),
                    cancellationToken
                ),
            cancellationToken
        );
        var pruned = BackupFiles.Prune(folder, _options.Keep, _options.Every, _time.GetUtcNow());
        LogWritten(_logger, target, ByteSize.Of(summary.Bytes), _time.GetElapsedTime(began), pruned);
    }

    // Rests as long as a step takes: webhooks are committed to the same disk.
    private async Task ShowAsync(double share, CancellationToken cancellationToken)
    {
        // Whole per cents, so that screens do not render for each step.
        var rounded = Math.Floor(share * 100) / 100;
        if (rounded > _progress)
            Show(rounded);
        await Task.Delay(TimeProvider.System.GetElapsedTime(_stepAt), TimeProvider.System, cancellationToken);
        _stepAt = TimeProvider.System.GetTimestamp();
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
