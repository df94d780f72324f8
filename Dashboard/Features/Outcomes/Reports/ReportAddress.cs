using Dashboard.Components.Navigation;
using Dashboard.Domain.Time;

namespace Dashboard.Features.Outcomes.Reports;

/// <summary>The address of a month's report.</summary>
internal static class ReportAddress
{
    public const string Path = OutcomesView.Path + "/report";

    public static string Of(CalendarMonth month) => PageAddress.With(Path, ("month", month.Text));
}
