using Microsoft.Extensions.Options;

namespace Dashboard.Api;

/// <summary>The server has settings it can't run with.</summary>
public sealed class WrongSettingsException(IReadOnlyCollection<string> problems)
    : Exception(
        $"The dashboard does not start until these settings are right:{string.Concat(problems.Select(p => $"{Environment.NewLine}  - {p}"))}"
    );

public static class SettingsCheck
{
    /// <summary>Reads every setting before anything uses one, so that all wrong ones are named at once.</summary>
    /// <exception cref="WrongSettingsException"/>
    public static WebApplication CheckSettings(this WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            return app;
        }
        catch (OptionsValidationException exception)
        {
            throw new WrongSettingsException([.. exception.Failures]);
        }
        catch (AggregateException several)
        {
            throw new WrongSettingsException([.. several.InnerExceptions.SelectMany(ProblemsOf)]);
        }
    }

    private static IEnumerable<string> ProblemsOf(Exception exception) =>
        exception is OptionsValidationException wrong ? wrong.Failures : [exception.Message];
}
