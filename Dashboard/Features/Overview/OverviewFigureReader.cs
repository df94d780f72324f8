using Dashboard.Data;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Overview;

/// <summary>Counts what the overview shows beside what changes with each event.</summary>
internal sealed class OverviewFigureReader(
    IDbContextFactory<DashboardDbContext> contexts,
    OutcomeReader outcomes,
    TimeProvider time
)
{
    private const int ListLength = 5;
    private const int WeekDays = 7;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<OverviewFigures> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var yesterday = now - Day;
        var month = await outcomes.FindAsync(
            new OutcomeRequest(OutcomeRequest.DefaultDays),
            cancellationToken
        );
        var week = await outcomes.FindAsync(new OutcomeRequest(WeekDays), cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var broken = db.Connections.AsNoTracking().Where(c => c.Health == Health.Disabled);
        var broke = await RecentAsync(db, BreakCounts.Broke, now, cancellationToken);
        return new OverviewFigures(now)
        {
            OverADay = await broken.LongCountAsync(c => c.Since < yesterday, cancellationToken),
            NeverContacted = await ContactRows.NeverContacted(db, broken).LongCountAsync(cancellationToken),
            Broke = broke,
            Repaired = await RecentAsync(db, BreakCounts.Repaired, now, cancellationToken),
            DisabledSinceYesterday =
                broke.Count - await BreakCounts.Ended(db, yesterday, now).CountAsync(cancellationToken),
            Quarters = await BreakCounts.ByQuarterAsync(db, now, cancellationToken),
            WeekTrend = await BreakCounts.TrendAsync(db, now.AddDays(-WeekDays), now, cancellationToken),
            Month = month,
            Week = week,
            OldestUncontacted = await OldestAsync(db, broken, cancellationToken),
            Silent = await SilentRows.CountAsync(db, cancellationToken),
            Decisions = await DecisionReader.ReadAsync(db, now.AddDays(-WeekDays), cancellationToken),
        };
    }

    private static async Task<RecentCount> RecentAsync(
        DashboardDbContext db,
        Func<DashboardDbContext, DateTimeOffset, DateTimeOffset, IQueryable<Episode>> episodes,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Before the first break nothing was counted, which does not make none usual.
        var first = await db.Episodes.MinAsync(e => (DateTimeOffset?)e.StartedAt, cancellationToken);
        List<int> weeks = [];
        foreach (var (from, to) in UsualFigure.Before(now - Day, now).Where(week => week.From >= first))
            weeks.Add(await episodes(db, from, to).CountAsync(cancellationToken));
        return new RecentCount(
            await episodes(db, now - Day, now).CountAsync(cancellationToken),
            UsualFigure.Of(weeks)
        );
    }

    private static async Task<IReadOnlyList<StreamItem>> OldestAsync(
        DashboardDbContext db,
        IQueryable<Connection> broken,
        CancellationToken cancellationToken
    )
    {
        var brokerages = await BrokerageRows.ByIdAsync(db, cancellationToken);
        var oldest = ContactRows
            .NeverContacted(db, broken)
            .OrderBy(c => c.Since)
            .ThenBy(c => c.Id)
            .Take(ListLength);
        var items = await OverviewNowReader.Items(db, oldest).ToListAsync(cancellationToken);
        return [.. items.OrderBy(i => i.At).Select(i => OverviewNowReader.Named(i, brokerages))];
    }
}
