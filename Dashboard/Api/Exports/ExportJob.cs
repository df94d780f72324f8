using Dashboard.Domain;
using Dashboard.Domain.Operators;

namespace Dashboard.Api.Exports;

public enum ExportState
{
    Working,
    Ready,
    Cancelled,

    /// <summary>See <see cref="ExportStatus.Problem"/>.</summary>
    Failed,
}

/// <summary>What is exported.</summary>
/// <param name="List">"connections"; the beginning of the file's name.</param>
/// <param name="Permission">To see the list; to download the file, its owner must still have it.</param>
/// <param name="At">When it was asked for.</param>
public sealed record ExportOrder(string List, Permission Permission, ExportFormat Format, DateTimeOffset At);

/// <summary>How far an export is.</summary>
/// <param name="Size">Of the file, in bytes; 0 while it is written.</param>
/// <param name="IsCut">Whether rows were left out, because there are more than <see cref="ExportOptions.MaxRows"/>.</param>
/// <param name="Problem">What failed and what to do; null unless it failed.</param>
public sealed record ExportStatus(
    ExportState State,
    long Rows,
    long Size = 0,
    bool IsCut = false,
    DateTimeOffset? FinishedAt = null,
    string? Problem = null
);

/// <summary>An export of one person that this process writes, or has written, to a file.</summary>
/// <param name="ownerId">The operator's id.</param>
public sealed class ExportJob(ExportOrder order, string ownerId) : IDisposable
{
    private readonly Lock _ending = new();
    private readonly CancellationTokenSource _cancelled = new();
    private bool _isOver;
    private readonly TaskCompletionSource _large = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = Guid.NewGuid().ToString("N");
    public ExportOrder Order { get; } = order;
    public string OwnerId { get; } = ownerId;
    public ExportStatus Status { get; private set; } = new(ExportState.Working, Rows: 0);

    /// <summary>Whether the request that asked for it was answered without the file.</summary>
    public bool IsInBackground { get; internal set; }

    /// <summary>Whether its file could be created.</summary>
    internal bool HasFile { get; set; }

    /// <summary>Ends when the export has ended; never fails.</summary>
    internal Task Ended { get; set; } = Task.CompletedTask;

    /// <summary>Ends when there are more rows than a request waits for.</summary>
    internal Task IsLarge => _large.Task;

    internal CancellationToken Cancelled => _cancelled.Token;

    internal void Advance(long rows, bool isLarge)
    {
        Status = Status with { Rows = rows };
        if (isLarge)
            _large.TrySetResult();
    }

    internal void End(ExportStatus status) => Status = status;

    /// <summary>Stops the writing; a file that is complete stays.</summary>
    public void Cancel()
    {
        lock (_ending)
        {
            if (!_isOver)
                _cancelled.Cancel();
        }
    }

    /// <summary>Called when it has ended; it can be looked at further.</summary>
    public void Dispose()
    {
        lock (_ending)
        {
            _isOver = true;
            _cancelled.Dispose();
        }
    }
}
