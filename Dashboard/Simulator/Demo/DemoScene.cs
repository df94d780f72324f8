namespace Dashboard.Simulator.Demo;

/// <summary>What can be made to happen in the demo. Each ends by itself.</summary>
internal enum DemoScene
{
    TenBreaks,
    Outage,
    LostWebhooks,
    WrongKey,
}

/// <summary>How scenes are offered.</summary>
internal static class DemoScenes
{
    public static IReadOnlyList<DemoScene> All { get; } = Enum.GetValues<DemoScene>();

    public static string Label(this DemoScene scene) =>
        scene switch
        {
            DemoScene.TenBreaks => "Break ten connections",
            DemoScene.Outage => "Brokerage outage",
            DemoScene.LostWebhooks => "Lose webhooks for a while",
            _ => "Sign with a wrong key",
        };

    public static string Icon(this DemoScene scene) =>
        scene switch
        {
            DemoScene.TenBreaks => "broken-link",
            DemoScene.Outage => "warning",
            DemoScene.LostWebhooks => "webhook",
            _ => "key",
        };

    public static TimeSpan Lasts(this DemoScene scene) =>
        scene switch
        {
            DemoScene.TenBreaks => TimeSpan.FromMinutes(15),
            DemoScene.Outage => TimeSpan.FromMinutes(10),
            DemoScene.LostWebhooks => TimeSpan.FromMinutes(8),
            _ => TimeSpan.FromMinutes(3),
        };
}
