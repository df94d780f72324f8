namespace Dashboard.Features.Connections;

/// <summary>The list's chips.</summary>
public enum HealthView
{
    Disabled,
    Healthy,
    Verifying,
    Unknown,
    Deleted,
    All,
}
