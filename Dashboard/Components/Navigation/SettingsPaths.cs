namespace Dashboard.Components.Navigation;

/// <summary>The pages about this installation, which belong to several features.</summary>
public static class SettingsPaths
{
    public const string SetUp = "/settings";
    public const string Deliveries = "/settings/deliveries";
    public const string Storage = "/settings/storage";
    public const string Notices = "/settings/notices";
    public const string Configuration = "/settings/configuration";
}
