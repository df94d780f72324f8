using Dashboard.Data;
using Dashboard.Data.Deliveries;
using Dashboard.Data.Work;
using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Notices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Webhooks.Silence;

/// <summary>
/// The dead man's switch: raises an alarm and a notice to the team when webhooks stop, fall far below the usual or are
/// refused, and ends it when that is over. On one node of several.
/// </summary>
internal sealed class SilenceWatch(
    IDbContextFactory<DashboardDbContext> contexts,
    DeliveryWatch deliveries,
    IOptions<WebhookOptions> options,
    TimeProvider time
) : IRecurringWork
{
    private static readonly TimeSpan RefusedSince = TimeSpan.FromHours(25);

    // What did not arrive while the server was down says nothing.
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public string Name => "silence-watch";

    public TimeSpan Interval => TimeSpan.FromSeconds(20);

    public bool OnOneNode => true;

    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        if (await LookAsync(stoppingToken))
            deliveries.Signal.Wake();
        return null;
    }

    /// <returns>Whether an alarm began or ended.</returns>
    internal async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var arrivals = await ReadAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db
            .WebhookAlarms.AsNoTracking()
            .Where(a => a.EndedAt == null)
            .ToListAsync(cancellationToken);
        var findings = ArrivalRules.Judge(arrivals).Where(f => !open.Exists(a => a.Kind == f.Kind)).ToList();
        var over = open.Select(a => (Alarm: a, End: ArrivalRules.EndOf(a, arrivals)))
            .Where(a => a.End is not null)
            .ToList();
        foreach (var finding in findings)
            await BeginAsync(finding, arrivals, cancellationToken);
        foreach (var (alarm, end) in over)
            await EndAsync(alarm, end!.Value, arrivals.Now, cancellationToken);
        return findings.Count + over.Count > 0;
    }

    private async Task<Arrivals> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var silentUntil = await ArrivalRows.LastSilenceEndedAtAsync(db, cancellationToken);
        return new(
            now,
            await ArrivalRows.LastAcceptedAtAsync(db, cancellationToken),
            await ArrivalRows.HistoryAsync(db, now, cancellationToken),
            await ArrivalRows.LikelySinceAsync(db, now - RefusedSince, cancellationToken)
        )
        {
            ObservedSince = silentUntil > _startedAt ? silentUntil.Value : _startedAt,
            SilenceAfter = options.Value.SilenceAfter,
        };
    }

    private Task BeginAsync(ArrivalFinding finding, Arrivals arrivals, CancellationToken cancellationToken) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                // Another node saw it at the same time.
                if (await db.WebhookAlarms.AnyAsync(a => a.Kind == finding.Kind && a.EndedAt == null, token))
                    return;
                var refused =
                    finding.Kind == WebhookAlarmKind.Refused
                        ? await ArrivalRows.LastLikelyAsync(db, token)
                        : null;
                var alarm = new WebhookAlarm
                {
                    Kind = finding.Kind,
                    StartedAt = arrivals.Now,
                    LastAcceptedAt = arrivals.LastAcceptedAt,
                    Seen = finding.Seen,
                    Usual = finding.Usual,
                    Fault = refused?.Fault,
                    Detail = refused?.Detail,
                };
                db.Add(alarm);
                await TellAsync(db, NoticeKind.WebhooksFailing, alarm, arrivals.Now, token);
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );

    private Task EndAsync(
        WebhookAlarm open,
        AlarmEnd end,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                if (
                    await db.WebhookAlarms.SingleOrDefaultAsync(
                        a => a.Id == open.Id && a.EndedAt == null,
                        token
                    )
                    is not { } alarm
                )
                    return;
                alarm.End(now);
                if (end == AlarmEnd.Recovered)
                    await TellAsync(db, NoticeKind.WebhooksArriving, alarm, now, token);
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );

    private static async Task TellAsync(
        DashboardDbContext db,
        NoticeKind kind,
        WebhookAlarm alarm,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var settings = await db.NoticeSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (settings is not { TellsWebhooks: true })
            return;
        db.AddRange(
            TeamNotice.Compose(
                settings,
                kind,
                $"webhooks {alarm.Kind} {alarm.StartedAt.UtcTicks} {kind}",
                NoticeContents.Write(WebhookFacts.Of(alarm)),
                now
            )
        );
    }
}
