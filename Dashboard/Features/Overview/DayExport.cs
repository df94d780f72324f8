using CsvHelper;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Components.Navigation;
using Dashboard.Components.Time;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Overview;

/// <summary>The breaks and repairs of the overview's days as a file.</summary>
internal static class DayExport
{
    public const string Path = "/overview";

    public static void Map(WebApplication app)
    {
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            app.MapGet(
                    ExportAddress.Of(Path, format),
                    (HttpRequest request, Sender sender, CancellationToken token) =>
                        sender.SendAsync(request.Query["zone"].ToString(), format, token)
                )
                .Require(Permission.ExportLists)
                .ExcludeFromDescription();
        }
    }

    /// <summary>The days up to today, on a calendar.</summary>
    public static IReadOnlyList<DayCount> DaysOf(
        IEnumerable<QuarterCount> quarters,
        DateTimeOffset now,
        TimeZoneInfo zone
    )
    {
        DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).Date);
        var byDay = quarters.ToLookup(q => DayOf(q.At));
        var first = DayOf(now).AddDays(1 - BreakCounts.Days);
        return
        [
            .. Enumerable
                .Range(0, BreakCounts.Days)
                .Select(i => first.AddDays(i))
                .Select(day => new DayCount(
                    day,
                    byDay[day].Sum(q => q.Broke),
                    byDay[day].Sum(q => q.Repaired)
                )),
        ];
    }

    internal sealed class Sender(
        IDbContextFactory<DashboardDbContext> contexts,
        ExportJournal journal,
        TimeProvider time
    )
    {
        public async Task<PushStreamHttpResult> SendAsync(
            string zoneName,
            ExportFormat format,
            CancellationToken cancellationToken
        )
        {
            await journal.BeginAsync("days", Path, isSearch: false, cancellationToken);
            var zone = TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var found)
                ? found
                : TimeZoneInfo.Utc;
            var now = time.GetUtcNow();
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var quarters = await BreakCounts.ByQuarterAsync(db, now, cancellationToken);
            return ListExport.Send(
                DaysOf(quarters, now, zone).Select(DayLine.Of).ToAsyncEnumerable(),
                format,
                "days",
                now,
                cancellationToken
            );
        }
    }
}

/// <param name="Day">On the operator's calendar.</param>
public sealed record DayCount(DateOnly Day, int Broke, int Repaired);

[CsvRecord]
internal sealed partial record DayLine(string Day, int Broke, int Repaired)
{
    public static DayLine Of(DayCount day) => new(LocalDay.Text(day.Day)!, day.Broke, day.Repaired);
}
