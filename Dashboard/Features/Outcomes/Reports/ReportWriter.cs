using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Notices;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Time;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outcomes.Reports;

/// <summary>Adds the monthly report to the team's notices once a month is over.</summary>
internal sealed class ReportWriter(
    IDbContextFactory<DashboardDbContext> contexts,
    MonthReader months,
    TimeProvider time
) : IRecurringWork
{
    private const int MaxBrokerages = 10;

    public string Name => "monthly-report";
    public TimeSpan Interval => TimeSpan.FromMinutes(1);
    public bool OnOneNode => true;
    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await WriteIfDueAsync(stoppingToken);
        return null;
    }

    internal async Task WriteIfDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await db.NoticeSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (settings is null || NoticeRules.ReportDue(settings, time.GetUtcNow()) is not { } month)
            return;
        var zone = ZoneNames.Find(settings.TimeZone) ?? TimeZoneInfo.Utc;
        var report = await months.ReadAsync(month, zone, cancellationToken);
        await AddAsync(settings, report, cancellationToken);
    }

    // The node that records the month adds its report, for those who get it by now: reading took a while.
    private Task AddAsync(NoticeSettings read, MonthReport report, CancellationToken cancellationToken)
    {
        var month = report.Month.Text;
        var content = NoticeContents.Write(FactsOf(report));
        return contexts.InTransactionAsync(
            async (db, token) =>
            {
                var changed = await db
                    .NoticeSettings.Where(s =>
                        s.SendsReport && s.LastReport == read.LastReport && s.TimeZone == read.TimeZone
                    )
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastReport, month), token);
                if (changed == 0)
                    return;
                var settings = await db.NoticeSettings.AsNoTracking().SingleAsync(token);
                var now = time.GetUtcNow();
                db.AddRange(
                    TeamNotice.Compose(settings, NoticeKind.MonthlyReport, $"report {month}", content, now)
                );
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    private static ReportFacts FactsOf(MonthReport report) =>
        new(
            report.Month.Text,
            report.Figures.Now.AsOf,
            FiguresOf(report.Figures.Now),
            FiguresOf(report.Figures.Before),
            report.Changes,
            [
                .. report
                    .Figures.Now.ByBrokerage.Take(MaxBrokerages)
                    .Select(b => new BrokerageReport(NameOf(b.BrokerageId, report), b.Episodes, b.Open)),
            ]
        );

    private static ReportFigures FiguresOf(OutcomeFigures figures) =>
        new(
            figures.Episodes,
            figures.Repaired,
            figures.Open,
            figures.NeverContacted,
            figures.Times.MedianSeconds,
            figures.Times.Day1,
            figures.Times.Day7
        );

    private static string NameOf(string? id, MonthReport report) =>
        id is null ? "Unknown brokerage" : report.Brokerages.GetValueOrDefault(id)?.Name ?? Ids.Short(id);
}
