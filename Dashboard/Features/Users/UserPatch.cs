using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Users;

namespace Dashboard.Features.Users;

/// <summary>Applies a change to a user.</summary>
internal static class UserPatch
{
    /// <param name="user">The user to change.</param>
    /// <param name="input">Has no problems.</param>
    /// <param name="secrets">Encrypts the secret.</param>
    /// <param name="by">Who makes the change.</param>
    /// <param name="now">The current time.</param>
    public static void Apply(
        SnapTradeUser user,
        UserInput input,
        UserSecrets secrets,
        string by,
        DateTimeOffset now
    )
    {
        user.SetContact(input.Name, input.Email, input.Locale, now);
        user.SetTimeZone(input.TimeZone, now);
        if (input.Removed != ContactParts.None)
            user.Remove(input.Removed, now);
        if (input.OptedOut == true)
            user.OptOut(by, now);
        else if (input.OptedOut == false)
            user.OptIn();
        if (input.UserSecret is { } secret)
            user.SetSecret(secrets.Protect(secret), now);
    }

    /// <summary>Whether the input changes anything. A secret that is stored already does not, even if SnapTrade refused it.</summary>
    public static bool IsChange(SnapTradeUser user, UserInput input, UserSecrets secrets) =>
        Differs(user.Name, input.Name)
        || Differs(user.Email, input.Email)
        || Differs(user.Locale, input.Locale)
        || Differs(user.TimeZone, input.TimeZone)
        || (input.OptedOut is { } optedOut && optedOut != user.OptedOutAt is not null)
        || (input.UserSecret is { } secret && !IsKnown(secret, user, secrets));

    /// <summary>
    /// What the input will change, for the audit trail. Entries can't be deleted, so of a name, an address and a secret they
    /// contain only that it changed.
    /// </summary>
    public static ChangedParts Changes(SnapTradeUser user, UserInput input)
    {
        string? After(ContactParts part, string? said, string? was) =>
            input.Removed.HasFlag(part) ? null : said ?? was;
        var changes = new ChangedParts()
            .AddUnseen("name", user.Name, After(ContactParts.Name, input.Name, user.Name))
            .AddUnseen("email", user.Email, After(ContactParts.Email, input.Email, user.Email))
            .Add("locale", user.Locale, After(ContactParts.Locale, input.Locale, user.Locale))
            .Add("timeZone", user.TimeZone, After(ContactParts.TimeZone, input.TimeZone, user.TimeZone))
            .Add("optedOut", user.OptedOutAt is not null, input.OptedOut ?? user.OptedOutAt is not null);
        if (input.UserSecret is null)
            return changes;
        return user.ProtectedSecret is null
            ? changes.Add("userSecret", null, "set")
            : changes.Add("userSecret", "set", "changed");
    }

    private static bool Differs(string? was, string? said) =>
        said is not null && !string.Equals(was, said, StringComparison.Ordinal);

    private static bool IsKnown(string secret, SnapTradeUser user, UserSecrets secrets) =>
        user.ProtectedSecret is { } kept
        && string.Equals(secrets.Unprotect(kept), secret, StringComparison.Ordinal);
}
