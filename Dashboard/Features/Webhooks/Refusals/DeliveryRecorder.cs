using Dashboard.Data;
using Dashboard.Data.Deliveries;
using Dashboard.Data.Work;
using Dashboard.Domain.Deliveries;
using Dashboard.Features.Webhooks.Diagnosis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>
/// Stores this node's counts and examines and stores its refused deliveries, apart from the path of deliveries and in few
/// transactions: at most one a second, however many were refused.
/// </summary>
internal sealed class DeliveryRecorder(
    RefusalSamples samples,
    DeliveryTally tally,
    KnownKeys keys,
    DeliveryWatch watch,
    SampleStore store,
    WorkLeases leases,
    IOptions<WebhookOptions> options,
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time
) : IRecurringWork
{
    private static readonly TimeSpan CountsEvery = TimeSpan.FromSeconds(10);

    // About 20 ms of work; bodies beyond are stored without being examined.
    private const int MaxExamined = 512 * 1024;

    // The table is cut back before it is much larger than its limit.
    private const int PruneAfter = 500;

    // The first after a pause is stored at once: somebody may wait for it.
    private static readonly TimeSpan PauseBetween = TimeSpan.FromMinutes(1);

    private long _countedAt;
    private DateTimeOffset _lastStored;
    private int _sincePruning = PruneAfter;

    public string Name => "delivery-recorder";

    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        // Also remembers the key for the time after it, when nothing is refused while it is in force.
        await keys.ReadAsync(stoppingToken);
        if (
            _countedAt == 0
            || time.GetElapsedTime(_countedAt) >= CountsEvery
            || tally.LastAcceptedAt - _lastStored > PauseBetween
        )
            await StoreCountsAsync(stoppingToken);
        await StoreSamplesAsync(stoppingToken);
        return null;
    }

    public async Task StopAsync()
    {
        await StoreCountsAsync(CancellationToken.None);
        await StoreSamplesAsync(CancellationToken.None);
    }

    /// <summary>Stores what is left, and counts this node among the running ones no more.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.NodePulses.Where(p => p.Node == leases.Node).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task StoreSamplesAsync(CancellationToken cancellationToken)
    {
        if (samples.Take() is not [_, ..] taken)
            return;
        List<(RefusalSample Sample, RefusedDelivery Row)>? waiting = null;
        try
        {
            waiting = await ExamineAsync(taken, cancellationToken);
            await store.StoreAsync(waiting, cancellationToken);
        }
        catch
        {
            samples.Return(waiting?.ConvertAll(w => w.Sample) ?? taken);
            throw;
        }
        watch.Signal.Wake();
        _sincePruning += taken.Count;
        if (_sincePruning < PruneAfter)
            return;
        await RefusedRows.PruneAsync(contexts, cancellationToken);
        _sincePruning = 0;
    }

    private async Task<List<(RefusalSample Sample, RefusedDelivery Row)>> ExamineAsync(
        List<RefusalSample> taken,
        CancellationToken cancellationToken
    )
    {
        var own = await keys.ReadAsync(cancellationToken);
        var left = MaxExamined;
        // The small ones first, as SnapTrade's are: large ones of others must not take their turn.
        var examined = taken
            .OrderBy(sample => sample.Evidence.Body.Length)
            .Select(sample =>
            {
                left -= sample.Evidence.Body.Length;
                var finding =
                    left < 0 && sample.Evidence.Body.Length > 0
                        ? new Finding(DeliveryFault.NotExamined)
                        : DeliveryDiagnosis.Find(
                            sample.Evidence,
                            own,
                            options.Value.MaxAge,
                            sample.ReceivedAt
                        );
                return (sample, ToRow(sample, finding));
            });
        // Stored in the order in which they came, which their numbers keep.
        return [.. examined.OrderBy(e => e.sample.ReceivedAt)];
    }

    private static RefusedDelivery ToRow(RefusalSample sample, Finding finding) =>
        new()
        {
            ReceivedAt = sample.ReceivedAt,
            Status = sample.Status,
            Reason = sample.Evidence.Reason,
            Fault = finding.Fault,
            IsLikely = finding.Fault.IsLikely(),
            Detail = Limits.Cut(finding.Detail, Limits.IdentityKey),
            Address = sample.Address,
            Sender = sample.Sender,
            Size = sample.Evidence.Size,
            Excerpt =
                finding.Fault == DeliveryFault.NotExamined
                    ? null
                    : Excerpt.Of(finding.Original ?? sample.Evidence.Body),
        };

    private async Task StoreCountsAsync(CancellationToken cancellationToken)
    {
        _countedAt = time.GetTimestamp();
        var now = time.GetUtcNow();
        var last = tally.LastAcceptedAt;
        var taken = tally.Take();
        try
        {
            await contexts.InTransactionAsync(
                (db, token) => CountRows.AddAsync(db, leases.Node, taken, now, token),
                cancellationToken
            );
            _lastStored = last;
        }
        catch
        {
            tally.Return(taken);
            throw;
        }
    }
}
