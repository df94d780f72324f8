using Microsoft.Extensions.Options;

namespace Dashboard.SnapTrade;

/// <summary>Finds everything that is wrong at once, and names each setting as the environment spells it.</summary>
public sealed class SnapTradeOptionsValidator(
    IHostEnvironment environment,
    IServiceProviderIsKeyedService services
) : IValidateOptions<SnapTradeOptions>
{
    public ValidateOptionsResult Validate(string? name, SnapTradeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> problems =
        [
            .. Mode(options),
            .. Client(options),
            .. BaseUrl(options),
            .. PortalHosts(options),
        ];
        if (options.RequestsPerMinute is < 1 or > 100_000)
            problems.Add("SnapTrade__RequestsPerMinute must be between 1 and 100000.");
        if (options.Timeout < TimeSpan.FromMilliseconds(100) || options.Timeout > TimeSpan.FromMinutes(5))
            problems.Add("SnapTrade__Timeout must be between 00:00:00.100 and 00:05:00.");
        if (options.PricePerUserMonth is < 0 or > 10_000)
            problems.Add("SnapTrade__PricePerUserMonth must be between 0 and 10000.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Mode(SnapTradeOptions options)
    {
        if (options.IsSimulator)
        {
            if (environment.IsProduction())
                yield return "SnapTrade__Mode is Simulator, which must not run in Production: set it to Live.";
            yield break;
        }
        if (!string.Equals(options.Mode, SnapTradeOptions.LiveMode, StringComparison.OrdinalIgnoreCase))
            yield return $"SnapTrade__Mode is '{options.Mode}': it must be Simulator or Live.";

        foreach (var problem in Key("ClientId", options.ClientId, required: true))
            yield return problem;
        foreach (var problem in Key("ConsumerKey", options.ConsumerKey, required: true))
            yield return problem;
        foreach (var problem in Key("PreviousConsumerKey", options.PreviousConsumerKey, required: false))
            yield return problem;
    }

    private static IEnumerable<string> Key(string name, string value, bool required)
    {
        if (required && string.IsNullOrWhiteSpace(value))
            yield return $"SnapTrade__{name} is missing: Live mode needs it.";
        else if (value != value.Trim())
            yield return $"SnapTrade__{name} begins or ends with white space.";
    }

    private IEnumerable<string> Client(SnapTradeOptions options)
    {
        if (options.UsesSdk)
        {
            if (!services.IsKeyedService(typeof(ISnapTradeClient), SnapTradeOptions.SdkClient))
                yield return "SnapTrade__Client is Sdk, but this server does not include SnapTrade.Net: "
                    + "run Dashboard.SnapTradeSdk instead, or set it to Http.";
        }
        else if (
            !string.Equals(options.Client, SnapTradeOptions.HttpClient, StringComparison.OrdinalIgnoreCase)
        )
            yield return $"SnapTrade__Client is '{options.Client}': it must be Http or Sdk.";
    }

    private static IEnumerable<string> BaseUrl(SnapTradeOptions options)
    {
        if (
            !Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        )
            yield return "SnapTrade__BaseUrl must be an absolute http or https URL.";
        else if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            yield return "SnapTrade__BaseUrl must hold no user name, query or fragment.";
        else if (uri.Scheme == Uri.UriSchemeHttp && !SnapTradeOptions.IsLoopback(uri))
            yield return "SnapTrade__BaseUrl must use https: plain http is for this machine only.";
    }

    private static IEnumerable<string> PortalHosts(SnapTradeOptions options)
    {
        if (options.PortalHostNames.Length == 0)
            yield return "SnapTrade__PortalHosts is empty: no customer could be sent to the portal.";
        foreach (var host in options.PortalHostNames)
        {
            if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
                yield return $"SnapTrade__PortalHosts: '{host}' is not a host name.";
        }
    }
}
