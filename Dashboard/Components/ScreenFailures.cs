using System.Data.Common;

namespace Dashboard.Components;

/// <summary>What screens do when something could not be read.</summary>
public static partial class ScreenFailures
{
    /// <summary>Whether a later try may succeed, so that a screen offers Retry.</summary>
    public static bool IsPassing(Exception exception) => exception is DbException or TimeoutException;

    /// <summary>Logs the failure and returns the reference to show with it.</summary>
    /// <param name="logger">Of the screen.</param>
    /// <param name="exception">Goes to the log only.</param>
    /// <param name="what">What could not be read: "The timeline".</param>
    public static string Report(this ILogger logger, Exception exception, string what)
    {
        var reference = Guid.NewGuid().ToString("N")[..12];
        LogUnreadable(logger, exception, what, reference);
        return reference;
    }

    [LoggerMessage(LogLevel.Error, "{What} could not be read, reference {Reference}")]
    private static partial void LogUnreadable(
        ILogger logger,
        Exception exception,
        string what,
        string reference
    );
}
