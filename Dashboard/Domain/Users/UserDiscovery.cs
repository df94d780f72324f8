namespace Dashboard.Domain.Users;

/// <summary>What came of the latest comparison of our users with the list of SnapTrade's; there is one row.</summary>
public sealed class UserDiscovery
{
    public const int OnlyId = 1;

    private UserDiscovery() { }

    public int Id { get; private set; } = OnlyId;
    public DateTimeOffset AskedAt { get; private set; }
    public string AskedBy { get; private set; } = "";

    /// <summary>How many users SnapTrade lists.</summary>
    public int Listed { get; private set; }

    /// <summary>How many of them we did not know; they were added, without contact and secret.</summary>
    public int Added { get; private set; }

    /// <summary>How many ids can't be kept here: too long, or ending in a space.</summary>
    public int NotTaken { get; private set; }

    /// <summary>How many of ours SnapTrade does not list.</summary>
    public int Unlisted { get; private set; }

    public static UserDiscovery New() => new();

    public void Note(
        DateTimeOffset askedAt,
        string askedBy,
        int listed,
        int added,
        int notTaken,
        int unlisted
    ) =>
        (AskedAt, AskedBy, Listed, Added, NotTaken, Unlisted) = (
            askedAt,
            askedBy,
            listed,
            added,
            notTaken,
            unlisted
        );
}
