using Dashboard.Data.Work;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Data.Storage;

/// <summary>
/// Deletes events that have been kept long enough, by type, and then old payloads. After each step it rests many times as long
/// as the step took, so that it takes a small share of what the database can write.
/// </summary>
internal sealed partial class RetentionWork(
    IDbContextFactory<DashboardDbContext> contexts,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionWork> logger
) : IRecurringWork
{
    private const int RestFactor = 10;
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(250);
    private Queue<string>? _types;
    private DateTimeOffset _countedUntil;
    private EventPosition? _position;
    private EventPosition? _payloads;
    private long _removed;

    public string Name => "retention";
    public TimeSpan Interval => TimeSpan.FromHours(1);
    public bool OnOneNode => true;
    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        var began = time.GetTimestamp();
        if (!await StepAsync(stoppingToken))
        {
            if (_removed > 0)
                LogRemoved(logger, _removed);
            (_types, _removed) = (null, 0);
            return null;
        }
        var rest = RestFactor * time.GetElapsedTime(began);
        return rest > ShortestRest ? rest : ShortestRest;
    }

    public void StandBy() => (_types, _position) = (null, null);

    /// <returns>Whether more remains.</returns>
    internal async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        _types ??= await DueAsync(cancellationToken);
        if (_types.TryPeek(out var type))
        {
            var before = now - options.Value.Of(EventKinds.Of(type))!.Value;
            // What is not counted yet would be missing from the counts by day.
            if (before > _countedUntil)
                before = _countedUntil;
            var step = await EventDeletion.DeleteAsync(contexts, type, before, _position, cancellationToken);
            _removed += step.Removed;
            _position = step.Next;
            if (step.Next is null)
                _types.Dequeue();
            return true;
        }
        if (RetentionOptions.Given(options.Value.Payloads) is not { } keep)
            return false;
        // From where it was: what is behind has no payload any more.
        var forgotten = await EventDeletion.ForgetPayloadsAsync(
            contexts,
            now - keep,
            _payloads,
            cancellationToken
        );
        _removed += forgotten.Removed;
        _payloads = forgotten.Next ?? _payloads;
        return forgotten.Next is not null;
    }

    private async Task<Queue<string>> DueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        _countedUntil = await EventTotals.CountedUntilAsync(db, cancellationToken) ?? DateTimeOffset.MinValue;
        var types = await EventTypesStored.ReadAsync(db, cancellationToken);
        return new(types.Where(type => options.Value.Of(EventKinds.Of(type)) is not null));
    }

    [LoggerMessage(
        LogLevel.Information,
        "Retention removed {Count} events or payloads that were kept long enough"
    )]
    private static partial void LogRemoved(ILogger logger, long count);
}
