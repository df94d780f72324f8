using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Time;

namespace Dashboard.Features.Outcomes.Reports;

/// <summary>Reads the report of a month for the screen and its file.</summary>
internal sealed class ReportQueries(MonthReader months, CurrentOperator current, TimeProvider time)
{
    /// <param name="asked">As in the address; the last whole month when it is no month, or not over.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ShownReport> ReadAsync(string? asked, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        var zone = await months.ZoneAsync(cancellationToken);
        var last = CalendarMonth.LastWhole(time.GetUtcNow(), zone);
        var month = CalendarMonth.Read(asked) is { } known && !(known > last) ? known : last;
        var report = await months.ReadAsync(month, zone, cancellationToken);
        return new ShownReport(report, zone, month < last);
    }
}

/// <param name="Zone">Decides when a month begins.</param>
/// <param name="HasNext">Whether the month after it is over too.</param>
internal sealed record ShownReport(MonthReport Report, TimeZoneInfo Zone, bool HasNext);
