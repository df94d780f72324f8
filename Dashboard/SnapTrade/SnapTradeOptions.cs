using System.ComponentModel;
using System.Net;
using System.Text;

namespace Dashboard.SnapTrade;

/// <summary>Section <c>SnapTrade</c>.</summary>
public sealed class SnapTradeOptions
{
    public const string Section = "SnapTrade";
    public const string SimulatorMode = "Simulator";
    public const string LiveMode = "Live";
    public const string HttpClient = "Http";
    public const string SdkClient = "Sdk";

    /// <summary><c>Simulator</c> (default in Development) or <c>Live</c> (default elsewhere).</summary>
    [Description("Live, or Simulator for the demo.")]
    public string? Mode { get; set; }

    /// <summary>
    /// <c>Http</c> (default), or <c>Sdk</c>: the official SDK, in a server that includes it.
    /// </summary>
    [Description("Http, or Sdk for SnapTrade’s own library.")]
    public string Client { get; set; } = HttpClient;

    /// <summary>API root; may carry a path prefix. Without effect in Simulator mode.</summary>
    [Description("The root of SnapTrade’s API.")]
    public string BaseUrl { get; set; } = "https://api.snaptrade.com";

    [Description("Your client id at SnapTrade.")]
    public string ClientId { get; set; } = "";

    [Description("Your consumer key: signs requests and proves webhooks.")]
    [PasswordPropertyText(true)]
    public string ConsumerKey { get; set; } = "";

    /// <summary>The key being rotated out: webhooks signed with it still count. Requests never use it.</summary>
    [Description("The key being rotated out: webhooks signed with it are still accepted.")]
    [PasswordPropertyText(true)]
    public string PreviousConsumerKey { get; set; } = "";

    /// <summary>Host names a customer may be sent to, separated by commas or spaces.</summary>
    [Description("Hosts that a customer may be redirected to.")]
    public string PortalHosts { get; set; } = "app.snaptrade.com";

    /// <summary>The documented limit per client id, over a rolling minute.</summary>
    [Description("The limit that SnapTrade grants you.")]
    public int RequestsPerMinute { get; set; } = 250;

    /// <summary>How long one call may take, its answer read. Waiting for the rate budget is not counted.</summary>
    [Description("How long one call to SnapTrade may take.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What SnapTrade charges for a user and month, in dollars, for the cost of users whose connections stay broken; null:
    /// no cost is shown.
    /// </summary>
    [Description("What SnapTrade charges for a user and month; Outcomes shows costs with it.")]
    public decimal? PricePerUserMonth { get; set; }

    /// <summary>Whether the keys are SnapTrade's test keys, with which connections can be broken on purpose.</summary>
    [Description("Whether the key pair is SnapTrade’s test keys, which allow drills.")]
    public bool TestKeys { get; set; }

    /// <summary>Whether connections can be broken on purpose; in the simulated SnapTrade they always can.</summary>
    public bool AllowsDrills => TestKeys || IsSimulator;

    public bool IsSimulator => string.Equals(Mode, SimulatorMode, StringComparison.OrdinalIgnoreCase);

    public bool UsesSdk => string.Equals(Client, SdkClient, StringComparison.OrdinalIgnoreCase);

    internal string[] PortalHostNames =>
        PortalHosts.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// Whether a customer may be sent to <paramref name="url"/>: https to one of the portal hosts, or plain
    /// http when that host is this machine.
    /// </summary>
    public bool AllowsPortal(string? url) =>
        url is not null
        // A header carries nothing else, and some characters are folded into dots and slashes on the way.
        && Ascii.IsValid(url)
        && !url.Any(c => c is <= ' ' or '\\' or '\u007f')
        && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && PortalHostNames.Contains(uri.IdnHost, StringComparer.OrdinalIgnoreCase)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri)));

    // Uri.IsLoopback also accepts the machine's own name as loopback, which others can reach.
    internal static bool IsLoopback(Uri uri) =>
        uri.IdnHost == "localhost"
        || (IPAddress.TryParse(uri.IdnHost, out var address) && IPAddress.IsLoopback(address));
}
