namespace Dashboard.Domain.Users;

/// <summary>
/// One beginning by which a user is found: see <see cref="SearchTokens"/>. Written in the transaction that writes the user.
/// </summary>
public sealed class SearchToken
{
    public required string UserId { get; init; }
    public required string Token { get; init; }

    /// <summary>All tokens of a user.</summary>
    public static IEnumerable<SearchToken> Of(string id, string? name, string? email) =>
        SearchTokens.OfUser(id, name, email).Select(token => new SearchToken { UserId = id, Token = token });
}

/// <summary>How far the tokens of stored users were made, for users that were stored before the rule was.</summary>
public sealed class SearchTokenFill
{
    /// <summary>Of the rule: <see cref="SearchTokens.Version"/>.</summary>
    public required int Version { get; init; }

    /// <summary>The last user whose tokens were made; null before the first.</summary>
    public string? After { get; set; }

    /// <summary>When all users had tokens; null until then.</summary>
    public DateTimeOffset? CompletedAt { get; set; }
}
