using Dashboard.Domain.Time;

namespace Dashboard.Components.Navigation;

/// <summary>The address of a month's report.</summary>
public static class ReportAddress
{
    public const string Path = "/outcomes/report";

    public static string Of(CalendarMonth month) => PageAddress.With(Path, ("month", month.Text));
}
