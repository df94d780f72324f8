using Dashboard.Access;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Team.Keys;

/// <summary>What an admin asks for.</summary>
/// <param name="Lifetime">Null: until it is revoked.</param>
public sealed record WantedKey(string Name, ApiScope Scope, TimeSpan? Lifetime);

/// <summary>A key to be made, as it is typed. Nothing in it is secret: the key itself comes into being later.</summary>
/// <param name="Days">Until it expires; 0: never.</param>
public sealed record KeyDraft(string Name = "", ApiScope Scope = ApiScope.Read, int Days = 365)
{
    public WantedKey ToWanted() => new(Name, Scope, Days == 0 ? null : TimeSpan.FromDays(Days));
}

/// <summary>A key just made, or why there is none. The key itself can't be read again.</summary>
public sealed record MadeKey(ApiKey? Stored, NewApiKey? New, string? Problem)
{
    public override string ToString() => $"API key {Stored?.Id}";
}

/// <summary>All keys, as a screen shows them.</summary>
/// <param name="Active">By name.</param>
/// <param name="Past">Revoked and expired ones, the latest first.</param>
public sealed record KeyList(IReadOnlyList<ApiKey> Active, IReadOnlyList<ApiKey> Past);

/// <summary>Scopes and ends in plain words.</summary>
public static class KeyWords
{
    public static string May(ApiScope scope) =>
        scope switch
        {
            ApiScope.Read => "See connections, the history and users; follow health live",
            ApiScope.Links => "Everything in Read, and create reconnect links to customers’ logins",
            _ =>
                "Everything in Links, and write users with their secrets, send e-mails, see payloads and export the audit trail",
        };

    public static bool IsPast(this ApiKey key, DateTimeOffset now) =>
        key.RevokedAt is not null || key.ExpiresAt <= now;
}
