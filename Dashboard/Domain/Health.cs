namespace Dashboard.Domain;

/// <summary>
/// The health of a connection. The numbers are the sort order of lists: what needs work comes first.
/// </summary>
public enum Health
{
    /// <summary>Broken until the customer logs in again through the Connection Portal.</summary>
    Disabled = 1,

    /// <summary>No event or check has told us yet.</summary>
    Unknown = 2,

    /// <summary>SnapTrade can read the account.</summary>
    Healthy = 3,

    /// <summary>Removed at SnapTrade; only a later CONNECTION_ADDED brings it back.</summary>
    Deleted = 4,
}
