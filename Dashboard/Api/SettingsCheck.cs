using Dashboard.Data;
using Dashboard.Domain;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Dashboard.Api;

/// <summary>
/// Validates every room's settings before anything starts, so that one message lists all errors, and
/// reports in one line why a start was refused.
/// </summary>
public static partial class SettingsCheck
{
    /// <returns>False after writing to standard error what to correct; the process should end then.</returns>
    public static bool AcceptsSettings(this WebApplication app)
    {
        var problems = Problems(app.Services);
        var unknown = UnknownSettings.In(app.Configuration);
        if (problems.Count == 0)
        {
            foreach (var setting in unknown)
                LogUnknown(app.Logger, setting);
            return true;
        }
        Console.Error.WriteLine("The dashboard did not start because of invalid settings:");
        foreach (var problem in problems)
            Console.Error.WriteLine($"  - {problem}");
        // What is missing may be there under a misspelt name.
        foreach (var setting in unknown)
            Console.Error.WriteLine($"  - {setting} is set, but there is no such setting.");
        Console.Error.WriteLine("Correct them and start again; docs/operations.md describes every setting.");
        return false;
    }

    /// <summary>Runs until the process ends.</summary>
    /// <returns>The process's exit code: 1 after writing to standard error why it did not start.</returns>
    public static int RunOrRefuse(this WebApplication app)
    {
        // It can't be asked for once the application has ended.
        var lifetime = app.Lifetime;
        try
        {
            app.Run();
            return 0;
        }
        catch (StartRefusedException refused)
        {
            Console.Error.WriteLine($"The dashboard did not start. {refused.Message}");
            return 1;
        }
        catch (Exception exception) when (IsStoppedWhileStarting(lifetime, exception))
        {
            return 0;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            Console.Error.WriteLine(
                $"The dashboard did not start. {taken.Message} End the program that listens there, or set ASPNETCORE_URLS to another address."
            );
            return 1;
        }
    }

    private static bool IsStoppedWhileStarting(IHostApplicationLifetime lifetime, Exception exception) =>
        !lifetime.ApplicationStarted.IsCancellationRequested
        && Failures.IsCancellation(exception, lifetime.ApplicationStopping);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Setting} is set, but there is no such setting, so it has no effect; docs/operations.md lists all"
    )]
    private static partial void LogUnknown(ILogger logger, UnknownSetting setting);

    internal static IReadOnlyList<string> Problems(IServiceProvider services)
    {
        var unreadable = UnreadableSettings.In(services.GetRequiredService<IConfiguration>());
        var invalid = Invalid(services);
        // Validation breaks off at an unreadable value without naming it.
        return invalid is null
            ? unreadable.Count > 0
                ? unreadable
                : ["A setting has a value that can't be read."]
            : [.. unreadable.Concat(invalid).Distinct(StringComparer.Ordinal)];
    }

    /// <returns>Null when validation broke off.</returns>
    private static IReadOnlyList<string>? Invalid(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return [.. wrong.Failures];
        }
        catch (AggregateException several)
            when (several.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return
            [
                .. several
                    .InnerExceptions.Cast<OptionsValidationException>()
                    .SelectMany(wrong => wrong.Failures),
            ];
        }
        catch (InvalidOperationException unreadable)
            when (unreadable.GetBaseException() is FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }
}
