namespace Dashboard.Domain.Connections;

/// <summary>
/// What is known of a connection. The numbers are stored, and their order is the sort order of lists:
/// connections that need attention come first.
/// </summary>
public enum Health
{
    Disabled = 1,
    Unknown = 2,
    Healthy = 3,
    Deleted = 4,
}
