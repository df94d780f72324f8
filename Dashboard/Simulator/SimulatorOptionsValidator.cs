using Microsoft.Extensions.Options;

namespace Dashboard.Simulator;

/// <summary>Refuses to start on settings that make no sense, naming every one of them at once.</summary>
internal sealed class SimulatorOptionsValidator : IValidateOptions<SimulatorOptions>
{
    public ValidateOptionsResult Validate(string? name, SimulatorOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(SimulatorOptions options)
    {
        if (options.Users < 1)
            yield return "Simulator:Users must be at least 1.";
        if (options.Connections < 0 || options.Connections > options.Users * 10)
            yield return "Simulator:Connections must be between 0 and ten per user.";
        if (options.HistoryDays is < 1 or > 365)
            yield return "Simulator:HistoryDays must be between 1 and 365.";
        if (options.BreakEvery < TimeSpan.Zero)
            yield return "Simulator:BreakEvery must not be negative; zero stops life.";
        if (options.HoldingsEvery < TimeSpan.Zero)
            yield return "Simulator:HoldingsEvery must not be negative; zero stops holdings updates.";
        if (options.DisabledShare is not (> 0 and < 1))
            yield return "Simulator:DisabledShare must be above 0 and below 1.";
        if (options.PortalLinkLifetime <= TimeSpan.Zero)
            yield return "Simulator:PortalLinkLifetime must be positive.";
        if (options.RequestsPerMinute < 0)
            yield return "Simulator:RequestsPerMinute must not be negative; zero means no limit.";
        if (options.DropWebhooks is not (>= 0 and <= 1))
            yield return "Simulator:DropWebhooks is a share between 0 and 1.";
        if (options.DuplicateWebhooks is not (>= 0 and <= 1))
            yield return "Simulator:DuplicateWebhooks is a share between 0 and 1.";
        if (options.RedeliverySchedule.Any(wait => wait <= TimeSpan.Zero))
            yield return "Simulator:RedeliverySchedule must hold positive waits only.";
        if (!IsEmptyOrHttp(options.WebhookUrl))
            yield return "Simulator:WebhookUrl must be an absolute http or https URL, or empty.";
        if (!IsEmptyOrHttp(options.PortalOrigin))
            yield return "Simulator:PortalOrigin must be an absolute http or https URL, or empty.";
    }

    private static bool IsEmptyOrHttp(string value) =>
        value.Length == 0
        || (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https");
}
