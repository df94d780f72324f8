namespace Dashboard.Components;

/// <summary>Reports failed loads of screens.</summary>
public static partial class ScreenFailures
{
    /// <summary>Logs the failure and returns the reference to show with it.</summary>
    /// <param name="logger">The screen's logger.</param>
    /// <param name="exception">Only logged.</param>
    /// <param name="what">The data's name: "The timeline".</param>
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
