using System.ComponentModel;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Dashboard.Access.Proxies;

/// <summary>Section <c>ForwardedHeaders</c>: the proxies that may set the caller's address and scheme.</summary>
public sealed class ProxyOptions
{
    public const string Section = "ForwardedHeaders";

    /// <summary>Addresses of proxies, separated by commas.</summary>
    [Description("Addresses of your proxies; X-Forwarded headers of others are ignored.")]
    public string KnownProxies { get; set; } = "";

    /// <summary>Networks that contain only proxies, such as <c>10.0.3.0/24</c>, separated by commas.</summary>
    [Description("Networks that contain only your proxies.")]
    public string KnownNetworks { get; set; } = "";

    public bool IsGiven => KnownProxies.Length > 0 || KnownNetworks.Length > 0;

    internal static string[] Parts(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        List<string> problems =
        [
            .. ProxyOptions
                .Parts(options.KnownProxies)
                .Where(part => !IPAddress.TryParse(part, out _))
                .Select(part => $"ForwardedHeaders__KnownProxies: {part} is not an IP address."),
            .. ProxyOptions
                .Parts(options.KnownNetworks)
                .Where(part => !System.Net.IPNetwork.TryParse(part, out _))
                .Select(part =>
                    $"ForwardedHeaders__KnownNetworks: {part} is not a network such as 10.0.3.0/24."
                ),
        ];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

/// <summary>Trusts only the proxies that the configuration names.</summary>
public static partial class ForwardedRequests
{
    // The framework's own switch, which trusts every client.
    private const string BelieveAnybody = "ForwardedHeaders_Enabled";

    private static readonly string[] Headers = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"];

    internal static void Add(IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<ProxyOptions>()
            .Bind(builder.Configuration.GetSection(ProxyOptions.Section))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>();
        builder
            .Services.AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<ProxyOptions>>(
                (forwarded, options) =>
                {
                    if (options.Value.IsGiven)
                        Believe(forwarded, options.Value);
                }
            );
    }

    /// <summary>
    /// Must run first: limits, cookies and links depend on the caller's address and scheme. Adds routing here, because
    /// some endpoints respond during routing.
    /// </summary>
    public static WebApplication UseForwardedRequests(this WebApplication app)
    {
        if (string.Equals(app.Configuration[BelieveAnybody], "true", StringComparison.OrdinalIgnoreCase))
            return app.UseMalformedRequestCheck();
        if (app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.IsGiven)
            app.UseForwardedHeaders();
        else
            WarnOfUnknownProxies(app);
        app.UseRouting();
        return app.UseMalformedRequestCheck();
    }

    private static void Believe(ForwardedHeadersOptions forwarded, ProxyOptions options)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // Each configured proxy is one hop; the first other address is the caller's.
        forwarded.ForwardLimit = null;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in ProxyOptions.Parts(options.KnownProxies))
            forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        foreach (var network in ProxyOptions.Parts(options.KnownNetworks))
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    }

    private static void WarnOfUnknownProxies(WebApplication app)
    {
        var logger = app
            .Services.GetRequiredService<ILoggerFactory>()
            .CreateLogger("Dashboard.Access.Proxies");
        var told = 0;
        app.Use(
            (context, next) =>
            {
                if (
                    Headers.Any(context.Request.Headers.ContainsKey)
                    && Interlocked.Exchange(ref told, 1) == 0
                )
                    LogUnknown(logger, context.Connection.RemoteIpAddress);
                return next(context);
            }
        );
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A request from {Address} carries X-Forwarded-* headers, which are ignored: limits apply to one address for all clients. If it is your proxy, name it in ForwardedHeaders__KnownProxies or ForwardedHeaders__KnownNetworks; logged once"
    )]
    private static partial void LogUnknown(ILogger logger, IPAddress? address);
}
