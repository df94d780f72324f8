namespace Dashboard.Features.Users.List;

/// <summary>What is known of a user's secret; never the secret.</summary>
public enum SecretState
{
    Missing,
    Known,
    Refused,
}

/// <summary>The position of a user in the list.</summary>
/// <param name="IsBroken">Among those with a disabled connection, which come first.</param>
public sealed record UserPosition(string Id, bool IsBroken);

/// <summary>A user as the list shows it.</summary>
public sealed record UserRow
{
    public required string Id { get; init; }
    public required string? Name { get; init; }
    public required string? Email { get; init; }
    public required bool HasSecret { get; init; }
    public required DateTimeOffset? SecretRefusedAt { get; init; }
    public required DateTimeOffset? OptedOutAt { get; init; }
    public required DateTimeOffset? DeletedAt { get; init; }
    public required DateTimeOffset? ErasedAt { get; init; }
    public required DateTimeOffset? UpdatedAt { get; init; }
    public required DateTimeOffset? UnlistedSince { get; init; }

    /// <summary>How many connections the user has that are not deleted.</summary>
    public int Connections { get; init; }

    /// <summary>How many of them are disabled.</summary>
    public int Broken { get; init; }

    /// <summary>The names of the brokerages of these connections, those with disabled ones first.</summary>
    public IReadOnlyList<string> Brokerages { get; init; } = [];

    /// <summary>Null: never, as far as is known.</summary>
    public UserContact? LastContact { get; init; }

    public string DisplayName => Name ?? Id;

    public SecretState Secret =>
        !HasSecret ? SecretState.Missing
        : SecretRefusedAt is null ? SecretState.Known
        : SecretState.Refused;

    /// <summary>Deleted at SnapTrade and not registered again since.</summary>
    public bool IsDeleted => DeletedAt is { } at && !(UpdatedAt > at);
}
