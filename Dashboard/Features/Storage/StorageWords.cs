using Dashboard.Data.Storage;
using Dashboard.Domain;
using Dashboard.Domain.Storage;
using Dashboard.Text;

namespace Dashboard.Features.Storage;

/// <summary>How figures of storage read.</summary>
internal static class StorageWords
{
    private const double FarAway = 3650;

    /// <summary>"Full in about 40 days".</summary>
    public static string Forecast(Growth? growth) =>
        growth switch
        {
            null => "Known after a day",
            { DaysLeft: null } => "It does not grow",
            { DaysLeft: > FarAway } => "The disk lasts for more than 10 years",
            { DaysLeft: var days } =>
                $"The disk is full in about {Counts.Of((long)Math.Max(1, days.Value), "day")}",
        };

    public static string PerDay(Growth? growth) =>
        growth switch
        {
            null => "-",
            { PerDay: <= 0 } => "none",
            { PerDay: var bytes } => $"{ByteSize.Of((long)bytes)} a day",
        };

    public static string Keep(TimeSpan? keep) =>
        keep is { } time ? Counts.Of((long)time.TotalDays, "day") : "Forever";

    public static string Every(BackupStanding backups) =>
        backups switch
        {
            { Folder: null } => "SQL Server makes its own backups. The guide says how.",
            { IsOn: false } => "None are made by themselves: Backup__Every is 0.",
            { Every.TotalDays: 1 } => $"Made once a day, in {backups.Folder}",
            _ => $"Made every {Hours(backups.Every)}, in {backups.Folder}",
        };

    private static string Hours(TimeSpan every) =>
        every.TotalHours % 24 == 0
            ? Counts.Of((long)every.TotalDays, "day")
            : Counts.Of((long)every.TotalHours, "hour");
}
