namespace Dashboard.Features.Users.List;

/// <summary>What is known of a user's secret; never the secret.</summary>
public enum SecretState
{
    Missing,
    Known,
    Refused,
}

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

    public string DisplayName => Name ?? Id;

    public SecretState Secret =>
        !HasSecret ? SecretState.Missing
        : SecretRefusedAt is null ? SecretState.Known
        : SecretState.Refused;

    /// <summary>Deleted at SnapTrade and not registered again since.</summary>
    public bool IsDeleted => DeletedAt is { } at && !(UpdatedAt > at);
}
