namespace Dashboard.Domain.Users;

/// <summary>The latest comparison of the known users with SnapTrade's list; a single row.</summary>
public sealed class UserDiscovery
{
    public const int OnlyId = 1;

    private UserDiscovery() { }

    public int Id { get; private set; } = OnlyId;
    public DateTimeOffset AskedAt { get; private set; }
    public string AskedBy { get; private set; } = "";

    /// <summary>How many users SnapTrade lists.</summary>
    public int Listed { get; private set; }

    /// <summary>How many of them were unknown and added, without contact data and secret.</summary>
    public int Added { get; private set; }

    /// <summary>How many ids can't be stored: too long, or ending in a space.</summary>
    public int NotTaken { get; private set; }

    /// <summary>How many known users SnapTrade does not list.</summary>
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
