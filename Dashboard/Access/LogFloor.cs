namespace Dashboard.Access;

/// <summary>
/// Keeps secrets out of the framework's request logs: links and invitations have their token in the path, hubs accept a
/// key in the query, and single sign-on passes tokens in URLs and cookies. These categories log only warnings and
/// errors, regardless of the configuration.
/// </summary>
internal static class LogFloor
{
    private static readonly string[] Categories =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.StaticFiles",
        "Microsoft.AspNetCore.StaticAssets",
        "Microsoft.AspNetCore.Diagnostics",
        "Microsoft.AspNetCore.Authentication.OpenIdConnect",
        "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Http.Connections",
        "Microsoft.AspNetCore.SignalR",
        "Microsoft.AspNetCore.Components",
        "Microsoft.IdentityModel",
    ];

    public static void SuppressSensitiveCategories(LoggerFilterOptions logging)
    {
        // The rule with the longest category wins; a rule for one provider overrides one for all.
        var providers = logging.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList();
        foreach (var rule in logging.Rules.Where(rule => IsBelow(rule.CategoryName)).ToList())
            logging.Rules.Remove(rule);
        foreach (var provider in providers)
        {
            foreach (var category in Categories)
                logging.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Warning, filter: null));
        }
    }

    private static bool IsBelow(string? category) =>
        category is not null
        && Array.Exists(Categories, floor => category.StartsWith(floor, StringComparison.OrdinalIgnoreCase));
}
