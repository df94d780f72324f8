using System.ComponentModel;

namespace Dashboard.Simulator;

/// <summary>Configuration section <c>Simulator</c>.</summary>
public sealed class SimulatorOptions
{
    public const string Section = "Simulator";

    /// <summary>Taken from <c>SnapTrade:ClientId</c>, so that both sides agree.</summary>
    public string ClientId { get; internal set; } = SimulatorDefaults.ClientId;

    /// <summary>Taken from <c>SnapTrade:ConsumerKey</c>, so that both sides agree.</summary>
    public string ConsumerKey { get; internal set; } = SimulatorDefaults.ConsumerKey;

    /// <summary>The same seed makes the same world, relative to the moment it is generated.</summary>
    [Description("The same number makes the same demo world.")]
    public int Seed { get; set; } = 42;

    [Description("How many customers the demo has.")]
    public int Users { get; set; } = 2000;

    /// <summary>Connections before deletions and duplicates, which come to about one per cent.</summary>
    [Description("How many connections the demo has.")]
    public int Connections { get; set; } = 3000;

    [Description("How many days of history the demo has.")]
    public int HistoryDays { get; set; } = 30;

    /// <summary>False stops breaks, repairs and holdings updates from happening by themselves.</summary>
    [Description("Whether things happen by themselves in the demo.")]
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Mean time between breaks that happen by themselves; zero for no life at all. Null: connections break as often as in
    /// the generated history, so that nothing looks like an outage.
    /// </summary>
    [Description("The mean time between breaks in the demo; empty: as in its history.")]
    public TimeSpan? BreakEvery { get; set; }

    /// <summary>Mean time between holdings updates of random healthy connections; zero: no updates.</summary>
    [Description("The mean time between updates of holdings in the demo; 00:00:00: none.")]
    public TimeSpan HoldingsEvery { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Share of connections that the pace of repairs keeps disabled, above 0 and below 1.</summary>
    [Description("The share of connections that the demo keeps disabled.")]
    public double DisabledShare { get; set; } = 0.03;

    /// <summary>Waits before each redelivery; empty means SnapTrade's 30, 60 and 120 minutes.</summary>
    [Description("A wait before the demo delivers a webhook again.")]
    public IList<TimeSpan> RedeliverySchedule { get; set; } = [];

    [Description("How long a portal link of the demo works.")]
    public TimeSpan PortalLinkLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Origin of portal links; empty means the origin the login request came to.</summary>
    [Description("The origin of portal links of the demo; empty: that of the request.")]
    public string PortalOrigin { get; set; } = "";

    /// <summary>API calls a rolling minute; zero for no limit.</summary>
    [Description("API calls that the demo allows in a minute; 0 means no limit.")]
    public int RequestsPerMinute { get; set; } = 250;

    /// <summary>Share (0 to 1) of webhooks that are lost for good.</summary>
    [Description("The share of webhooks that the demo loses.")]
    public double DropWebhooks { get; set; }

    /// <summary>Share (0 to 1) of delivered webhooks that are sent a second time.</summary>
    [Description("The share of webhooks that the demo delivers twice.")]
    public double DuplicateWebhooks { get; set; }

    /// <summary>Where webhooks go; empty means <c>/webhooks/snaptrade</c> on the dashboard's own origin.</summary>
    [Description("Where the demo delivers webhooks; empty: to this dashboard.")]
    public string WebhookUrl { get; set; } = "";

    /// <summary>
    /// File that keeps the world across restarts, relative to the working directory; empty keeps it in memory only.
    /// </summary>
    [Description("The file that keeps the demo world across restarts.")]
    public string StatePath { get; set; } = "data/simulator.json";
}
