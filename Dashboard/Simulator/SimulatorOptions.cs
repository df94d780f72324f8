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
    public int Seed { get; set; } = 42;

    public int Users { get; set; } = 2000;

    /// <summary>Connections before deletions and duplicates, which come to about one per cent.</summary>
    public int Connections { get; set; } = 3000;

    public int HistoryDays { get; set; } = 30;

    /// <summary>False stops breaks, repairs and holdings updates from happening by themselves.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Mean time between breaks that happen by themselves; zero for no life at all.</summary>
    public TimeSpan BreakEvery { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Mean time between holdings updates of random healthy connections; zero: no updates.</summary>
    public TimeSpan HoldingsEvery { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Share of connections that the pace of repairs keeps disabled, above 0 and below 1.</summary>
    public double DisabledShare { get; set; } = 0.03;

    /// <summary>Waits before each redelivery; empty means SnapTrade's 30, 60 and 120 minutes.</summary>
    public IList<TimeSpan> RedeliverySchedule { get; set; } = [];

    public TimeSpan PortalLinkLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Origin of portal links; empty means the origin the login request came to.</summary>
    public string PortalOrigin { get; set; } = "";

    /// <summary>API calls a rolling minute; zero for no limit.</summary>
    public int RequestsPerMinute { get; set; } = 250;

    /// <summary>Share (0 to 1) of webhooks that are lost for good.</summary>
    public double DropWebhooks { get; set; }

    /// <summary>Share (0 to 1) of delivered webhooks that are sent a second time.</summary>
    public double DuplicateWebhooks { get; set; }

    /// <summary>Where webhooks go; empty means <c>/webhooks/snaptrade</c> on the dashboard's own origin.</summary>
    public string WebhookUrl { get; set; } = "";

    /// <summary>
    /// File that keeps the world across restarts, relative to the working directory; empty keeps it in memory only.
    /// </summary>
    public string StatePath { get; set; } = "data/simulator.json";
}
