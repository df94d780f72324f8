using Dashboard.Domain.Outcomes;

namespace Dashboard.Data.Outcomes;

/// <summary>
/// Computes large figures on this node, one request at a time, so that webhooks keep most of the machine. Equal requests share
/// a job, and its result serves for some minutes.
/// </summary>
public sealed class OutcomeJobs(TimeProvider time) : IDisposable
{
    private const int MaxKept = 50;

    /// <summary>More requests than this are refused while they wait for each other.</summary>
    public const int MaxPending = 20;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OutcomeJob> _jobs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>A job for an equal request that is not too old; null without one.</summary>
    public OutcomeJob? Find(OutcomeRequest request)
    {
        lock (_gate)
            return _jobs.TryGetValue(request.Key, out var job) && !IsStale(job) ? job : null;
    }

    /// <summary>Starts a job, unless there is one for an equal request.</summary>
    /// <exception cref="TimeoutException">Too many others wait.</exception>
    public OutcomeJob Start(OutcomeRequest request, Func<IProgress<double>, Task<OutcomeComparison>> compute)
    {
        lock (_gate)
        {
            if (_jobs.TryGetValue(request.Key, out var known) && !IsStale(known))
                return known;
            if (_jobs.Values.Count(job => !job.Completion.IsCompleted) >= MaxPending)
                throw new TimeoutException("Too many figures are being computed.");
            if (_jobs.Count >= MaxKept)
                Forget();
            var job = new OutcomeJob(time.GetUtcNow());
            _jobs[request.Key] = job;
            // The request of the first caller must not flow into work that others wait for.
            using (ExecutionContext.SuppressFlow())
                job.Run(_turn, compute);
            return job;
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool IsStale(OutcomeJob job) =>
        job.Completion.IsFaulted || (job.Completion.IsCompleted && time.GetUtcNow() - job.StartedAt > Fresh);

    private void Forget()
    {
        var oldest = _jobs
            .Where(pair => pair.Value.Completion.IsCompleted)
            .MinBy(pair => pair.Value.StartedAt);
        if (oldest.Key is not null)
            _jobs.Remove(oldest.Key);
    }
}

/// <summary>Figures that are being computed.</summary>
public sealed class OutcomeJob(DateTimeOffset startedAt) : IProgress<double>
{
    private readonly TaskCompletionSource<OutcomeComparison> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public DateTimeOffset StartedAt { get; } = startedAt;
    public Task<OutcomeComparison> Completion => _completion.Task;

    /// <summary>The share that is done, 0 to 1.</summary>
    public double Progress { get; private set; }

    /// <summary>Null until it is computed.</summary>
    public OutcomeComparison? Result => Completion.IsCompletedSuccessfully ? Completion.Result : null;

    public void Report(double value) => Progress = value;

    internal void Run(SemaphoreSlim turn, Func<IProgress<double>, Task<OutcomeComparison>> compute) =>
        _ = Task.Run(async () =>
        {
            await turn.WaitAsync();
            try
            {
                _completion.SetResult(await compute(this));
            }
            catch (Exception exception)
            {
                // Whoever waits for it reports it.
                _completion.SetException(exception);
                _ = _completion.Task.Exception;
            }
            finally
            {
                turn.Release();
            }
        });
}
