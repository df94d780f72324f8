using Dashboard.Components.Time;
using Dashboard.Data;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Reading;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Time;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outcomes.Reports;

/// <summary>Reads the figures of a month, for the screen, its file and the e-mail.</summary>
internal sealed class MonthReader(
    IDbContextFactory<DashboardDbContext> contexts,
    OutcomeReader reader,
    TimeProvider time
)
{
    /// <summary>The zone of the team's notices, which decides when a month begins.</summary>
    public async Task<TimeZoneInfo> ZoneAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await db
            .NoticeSettings.Select(settings => settings.TimeZone)
            .SingleOrDefaultAsync(cancellationToken);
        return ZoneNames.Find(name) ?? TimeZoneInfo.Utc;
    }

    /// <param name="month">One that is over.</param>
    /// <param name="zone">Decides when it begins.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<MonthReport> ReadAsync(
        CalendarMonth month,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        var (request, before) = (RequestOf(month, zone), RequestOf(month.Before, zone));
        // Whole hours, so that readers share what is computed.
        var age = TimeSpan.FromHours(Math.Floor((time.GetUtcNow() - request.To!.Value).TotalHours));
        var figures = await reader.GetAsync(request, cancellationToken);
        var earlier = await reader.GetAsync(before with { AsOf = before.To + age }, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return new MonthReport(
            month,
            new OutcomeComparison(figures.Now, earlier.Now),
            await BrokerageRows.ByIdAsync(db, cancellationToken)
        );
    }

    /// <summary>The breaks of a month, as the page of outcomes asks for them.</summary>
    public static OutcomeRequest RequestOf(CalendarMonth month, TimeZoneInfo zone) =>
        new(null, LocalDay.StartOf(month.FirstDay, zone), LocalDay.StartOf(month.After.FirstDay, zone));
}
