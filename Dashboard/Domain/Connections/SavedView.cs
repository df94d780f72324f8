namespace Dashboard.Domain.Connections;

/// <summary>A list of connections with its filters, search and order, kept under a name.</summary>
public sealed class SavedView
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxNameLength = 60;

    /// <summary>The longest address: a search of 400 characters with each of them escaped, and the other filters.</summary>
    public const int MaxAddressLength = 4000;

    /// <summary>How many views an operator may have, and how many the team.</summary>
    public const int MaxOfOne = 20;

    private SavedView() { }

    public string Id { get; private set; } = "";

    /// <summary>The operator whose own view it is; null when the team shares it.</summary>
    public string? OwnerId { get; private set; }

    /// <summary>The name of the operator who saved it last.</summary>
    public string SavedBy { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>Path and query of the list, as its page writes them.</summary>
    public string Address { get; private set; } = "";
    public DateTimeOffset SavedAt { get; private set; }

    public bool IsShared => OwnerId is null;

    /// <param name="ownerId">Null: the team shares it.</param>
    public static SavedView Create(
        string? ownerId,
        string name,
        string address,
        string by,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = Guid.NewGuid().ToString("N"),
            OwnerId = ownerId,
            Name = name,
            Address = address,
            SavedBy = by,
            SavedAt = now,
        };

    /// <summary>Keeps another list under the same name.</summary>
    public void Replace(string address, string by, DateTimeOffset now) =>
        (Address, SavedBy, SavedAt) = (address, by, now);

    public void Rename(string name) => Name = name;

    /// <summary>Makes an own view one of the team. It no longer has an owner, and stays when the operator is removed.</summary>
    public void Share(string by, DateTimeOffset now) => (OwnerId, SavedBy, SavedAt) = (null, by, now);
}
