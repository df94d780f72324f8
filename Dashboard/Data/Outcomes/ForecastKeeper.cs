using Dashboard.Data.Work;
using Dashboard.Domain.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Outcomes;

/// <summary>
/// Forecasts the breaks of the next seven days once a day, and keeps the forecasts, so that they can be compared with what came.
/// </summary>
public sealed class ForecastKeeper(
    IDbContextFactory<DashboardDbContext> contexts,
    SpanReader spans,
    KeptFigures kept,
    TimeProvider time
) : IRecurringWork
{
    private const string Prefix = "forecast/";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);

    public string Name => "break-forecast";
    public TimeSpan Interval => TimeSpan.FromHours(1);
    public bool OnOneNode => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (await kept.FindAsync<BreakForecast>(KeptFigures.DayId(Prefix, now), stoppingToken) is not null)
            return null;
        var read = await spans.ReadAsync(now, stoppingToken);
        if (!await lease.HoldAsync(stoppingToken))
            return null;
        var forecast = BreakForecast.Of(now, read);
        await kept.ReplaceAsync(
            KeptFigures.DayId(Prefix, now),
            [KeptFigures.Of(KeptFigures.DayId(Prefix, now), now, forecast)],
            stoppingToken
        );
        await using var db = await contexts.CreateDbContextAsync(stoppingToken);
        var oldest = now - Kept;
        await db.Set<KeptFigure>()
            .Where(f => f.Id.StartsWith(Prefix) && f.AsOf < oldest)
            .ExecuteDeleteAsync(stoppingToken);
        return null;
    }

    /// <summary>The latest forecast, the one of a week ago, and how many breaks came since.</summary>
    public async Task<ForecastView> FindAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var latest =
            await kept.FindAsync<BreakForecast>(KeptFigures.DayId(Prefix, now), cancellationToken)
            ?? await kept.FindAsync<BreakForecast>(
                KeptFigures.DayId(Prefix, now.AddDays(-1)),
                cancellationToken
            );
        if (latest is null)
            return new ForecastView(null, null, 0);
        var before = await FindMadeByAsync(now - UsualFigure.Week, cancellationToken);
        if (before is null)
            return new ForecastView(latest, null, 0);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var end = before.AsOf + UsualFigure.Week;
        var came = await CohortQueries.Between(db, before.AsOf, end).CountAsync(cancellationToken);
        return new ForecastView(latest, before, came);
    }

    // The seven days of a forecast that was made later have not passed yet.
    private async Task<BreakForecast?> FindMadeByAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var sameDay = await kept.FindAsync<BreakForecast>(KeptFigures.DayId(Prefix, at), cancellationToken);
        return sameDay?.AsOf <= at
            ? sameDay
            : await kept.FindAsync<BreakForecast>(
                KeptFigures.DayId(Prefix, at.AddDays(-1)),
                cancellationToken
            );
    }
}

/// <param name="Latest">Null until the first forecast was made.</param>
/// <param name="WeekAgo">The latest whose seven days have passed; null when none was made then.</param>
/// <param name="Came">Breaks in the seven days after that one.</param>
public sealed record ForecastView(BreakForecast? Latest, BreakForecast? WeekAgo, int Came);
