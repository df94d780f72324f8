using System.Collections.Concurrent;
using System.Security.Claims;

namespace Dashboard.Api.Exports;

/// <summary>
/// Writes exports to files, one at a time for each person. It knows those of this process: a restart ends them, and another
/// node does not see them (docs/decisions/0009).
/// </summary>
public sealed partial class ExportJobs
{
    /// <summary>Finished exports of a person; the oldest goes when another starts.</summary>
    public const int MaxKept = 5;

    /// <summary>How long a file, or what became of it, is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, ExportJob> _jobs = new(StringComparer.Ordinal);
    private readonly Lock _starting = new();
    private readonly ExportWriter _writer;
    private readonly ExportFolder _folder;
    private readonly TimeProvider _time;
    private readonly IHostApplicationLifetime _process;
    private readonly ILogger<ExportJobs> _logger;

    internal ExportJobs(
        ExportWriter writer,
        ExportFolder folder,
        TimeProvider time,
        IHostApplicationLifetime process,
        ILogger<ExportJobs> logger
    ) => (_writer, _folder, _time, _process, _logger) = (writer, folder, time, process, logger);

    /// <summary>Raised when one in the background has ended. Handlers must not throw.</summary>
    public event Action<ExportJob>? Ended;

    /// <summary>Those that a person has in the background, newest first.</summary>
    public IReadOnlyList<ExportJob> Of(string ownerId) =>
        [
            .. _jobs
                .Values.Where(job => job.OwnerId == ownerId && job.IsInBackground)
                .OrderByDescending(job => job.Order.At),
        ];

    /// <returns>Null when this process has no such export of that person.</returns>
    public ExportJob? Find(string ownerId, string id) =>
        _jobs.GetValueOrDefault(id) is { } job && job.OwnerId == ownerId ? job : null;

    /// <summary>Stops it if it is at work, and deletes the file.</summary>
    public void Remove(ExportJob job)
    {
        job.Cancel();
        _jobs.TryRemove(job.Id, out _);
        _folder.Delete(job.Id);
    }

    private IEnumerable<ExportJob> FinishedOf(string owner) =>
        _jobs
            .Values.Where(j =>
                j.OwnerId == owner && j.IsInBackground && j.Status.State != ExportState.Working
            )
            .OrderByDescending(j => j.Status.FinishedAt);

    /// <summary>Starts to write.</summary>
    /// <param name="order">What.</param>
    /// <param name="person">As whom the lines are read; reading ends when this person is signed out.</param>
    /// <param name="read">Reads the lines with services of a scope of its own.</param>
    /// <typeparam name="TLine">See <see cref="ListExport.Send"/>.</typeparam>
    /// <returns>Null while another export of this person is at work.</returns>
    internal ExportJob? Start<TLine>(
        ExportOrder order,
        ClaimsPrincipal person,
        Func<IServiceProvider, CancellationToken, IAsyncEnumerable<TLine>> read
    )
        where TLine : notnull
    {
        var job = new ExportJob(order, person.FindFirstValue(ClaimTypes.NameIdentifier) ?? "");
        lock (_starting)
        {
            if (_jobs.Values.Any(j => j.OwnerId == job.OwnerId && j.Status.State == ExportState.Working))
                return null;
            // A person's files must not fill the disk of the database.
            foreach (var old in FinishedOf(job.OwnerId).Skip(MaxKept - 1).ToList())
                Remove(old);
            _jobs[job.Id] = job;
        }
        // Without the request's context, which ends with the request.
        using (ExecutionContext.SuppressFlow())
            job.Ended = Task.Run(() => RunAsync(job, person, read));
        return job;
    }

    /// <summary>Answers the request that asked for it with the file, which is deleted then.</summary>
    /// <returns>Null when there is none.</returns>
    internal FileStream? TakeFile(ExportJob job)
    {
        if (job.IsInBackground || job.Status.State != ExportState.Ready)
            return null;
        var file = _folder.Open(job.Id, isLast: true);
        _jobs.TryRemove(job.Id, out _);
        return file;
    }

    /// <returns>Null when the file is not complete, or gone.</returns>
    public FileStream? Open(ExportJob job) =>
        job.Status.State == ExportState.Ready ? _folder.Open(job.Id, isLast: false) : null;

    /// <summary>Deletes what is older than <see cref="KeptFor"/>, and files that no export of this process has.</summary>
    internal void Prune()
    {
        var before = _time.GetUtcNow() - KeptFor;
        foreach (var job in _jobs.Values.Where(j => j.Status.FinishedAt < before))
            Remove(job);
        _folder.DeleteLeftovers(_jobs.ContainsKey, before);
    }

    private async Task RunAsync<TLine>(
        ExportJob job,
        ClaimsPrincipal person,
        Func<IServiceProvider, CancellationToken, IAsyncEnumerable<TLine>> read
    )
        where TLine : notnull
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            job.Cancelled,
            _process.ApplicationStopping
        );
        var state = ExportState.Failed;
        var problem = "The list could not be read to its end. Try again in a moment.";
        try
        {
            await _writer.WriteAsync(job, person, read, stop.Token);
            state = ExportState.Ready;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            state = ExportState.Cancelled;
        }
        catch (UnauthorizedAccessException)
        {
            problem = "You were signed out, or your role no longer allows it. Sign in, and export again.";
        }
        catch (IOException exception)
        {
            LogFailure(_logger, exception, job.Order.List);
            problem = _folder.HasSpace
                ? "The server could not write the file. Ask an admin to look at the folder of Exports__Folder."
                : "The server’s disk is nearly full. Ask an admin to make room, or export fewer rows with a filter.";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Nobody awaits it: whatever happened, the person must be told.
            LogFailure(_logger, exception, job.Order.List);
        }
        finally
        {
            End(job, state, problem);
        }
    }

    private void End(ExportJob job, ExportState state, string problem)
    {
        var size = state == ExportState.Ready ? _folder.SizeOf(job.Id) : null;
        if (state == ExportState.Ready && size is null)
            (state, problem) = (ExportState.Failed, "The file was deleted on the server. Export again.");
        if (state != ExportState.Ready)
            _folder.Delete(job.Id);
        job.End(
            job.Status with
            {
                State = state,
                Size = size ?? 0,
                FinishedAt = _time.GetUtcNow(),
                Problem = state == ExportState.Failed ? problem : null,
            }
        );
        job.Dispose();
        if (job.IsInBackground)
            Ended?.Invoke(job);
    }

    [LoggerMessage(LogLevel.Warning, "An export of {List} failed")]
    private static partial void LogFailure(ILogger logger, Exception exception, string list);
}
