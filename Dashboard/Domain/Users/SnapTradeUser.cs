using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;

namespace Dashboard.Domain.Users;

/// <summary>A customer's record at SnapTrade, with how to reach the person.</summary>
public sealed class SnapTradeUser
{
    private SnapTradeUser() { }

    /// <summary>SnapTrade's <c>userId</c>, chosen by your app.</summary>
    public string Id { get; private set; } = "";
    public string? Name { get; private set; }
    public string? Email { get; private set; }

    /// <summary>The e-mail address as addresses are compared: see <see cref="EmailAddress.Normalize"/>.</summary>
    public string? NormalizedEmail { get; private set; }

    /// <summary>The user's language as the portal knows it: <c>en</c> or <c>pt-BR</c>.</summary>
    public string? Locale { get; private set; }

    /// <summary>The user's IANA time zone, such as <c>America/Toronto</c>.</summary>
    public string? TimeZone { get; private set; }

    /// <summary>When the user opted out of e-mails; null: e-mails may be sent.</summary>
    public DateTimeOffset? OptedOutAt { get; private set; }

    /// <summary>Who opted the user out: "customer", or an operator's or API key's name.</summary>
    public string? OptedOutBy { get; private set; }

    /// <summary>The <c>userSecret</c>, encrypted; null when your app has not sent it.</summary>
    public string? ProtectedSecret { get; private set; }

    /// <summary>When SnapTrade refused the secret; null while it is assumed to work.</summary>
    public DateTimeOffset? SecretRefusedAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the last complete comparison with SnapTrade's list began, by our clock; null: there was none.</summary>
    public DateTimeOffset? CheckedAt { get; private set; }

    /// <summary>The same for the last attempt, complete or not; the user tried longest ago is next.</summary>
    public DateTimeOffset? CheckTriedAt { get; private set; }

    /// <summary>When the user was last changed by an API call, an import or an operator.</summary>
    public DateTimeOffset? UpdatedAt { get; private set; }

    /// <summary>The latest <c>USER_DELETED</c>; the connections of that time are gone with it.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>When the person was erased on request; null again after the person's data is supplied again.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>Since when SnapTrade's list of users lacks this one; null while it is listed, or the list was not read.</summary>
    public DateTimeOffset? UnlistedSince { get; private set; }

    /// <summary>Whether attempts without a connection exist that may still be assigned to one.</summary>
    public bool HasUnnamedAttempts { get; private set; }

    /// <summary>Increases with every write, so that no writer overwrites another's change.</summary>
    public long Version { get; private set; }

    public bool CanAskSnapTrade => ProtectedSecret is not null && SecretRefusedAt is null;

    /// <summary>Whether the user was changed after the latest <c>USER_DELETED</c>, which means a new registration.</summary>
    public bool IsBackSinceDeletion => UpdatedAt > DeletedAt;

    /// <summary>The person's name on screens.</summary>
    public string DisplayName => Name ?? Id;

    public static SnapTradeUser Create(string id, DateTimeOffset now) => new() { Id = id, CreatedAt = now };

    /// <summary>Sets how to reach the person; null leaves a part as it is.</summary>
    public void SetContact(string? name, string? email, string? locale, DateTimeOffset now)
    {
        UpdatedAt = now;
        Name = name ?? Name;
        Email = email ?? Email;
        Locale = locale ?? Locale;
        ErasedAt = (name ?? email ?? locale) is null ? ErasedAt : null;
        Normalize();
    }

    /// <summary>Removes parts of the contact that turned out to be wrong.</summary>
    public void Remove(ContactParts parts, DateTimeOffset now)
    {
        UpdatedAt = now;
        Name = parts.HasFlag(ContactParts.Name) ? null : Name;
        Email = parts.HasFlag(ContactParts.Email) ? null : Email;
        Locale = parts.HasFlag(ContactParts.Locale) ? null : Locale;
        TimeZone = parts.HasFlag(ContactParts.TimeZone) ? null : TimeZone;
        Normalize();
    }

    /// <summary>Sets the time zone; null leaves it as it is.</summary>
    public void SetTimeZone(string? timeZone, DateTimeOffset now) =>
        (TimeZone, UpdatedAt) = (timeZone ?? TimeZone, now);

    /// <summary>Opts the user out of e-mails; idempotent.</summary>
    public void OptOut(string by, DateTimeOffset now) =>
        (OptedOutAt, OptedOutBy) = (OptedOutAt ?? now, OptedOutBy ?? by);

    /// <summary>E-mails may be sent again.</summary>
    public void OptIn() => (OptedOutAt, OptedOutBy) = (null, null);

    public void SetSecret(string protectedSecret, DateTimeOffset now)
    {
        UpdatedAt = now;
        ProtectedSecret = protectedSecret;
        (SecretRefusedAt, ErasedAt) = (null, null);
    }

    public void RefuseSecret(DateTimeOffset at) => SecretRefusedAt = at;

    public void NoteUnnamedAttempt() => HasUnnamedAttempts = true;

    /// <summary>
    /// Erases personal data: a deleted user can't be contacted and has no secret any more. Data that the host
    /// application has supplied since belongs to a new registration under the same id and remains.
    /// </summary>
    public void Delete(DateTimeOffset at)
    {
        if (DeletedAt >= at)
            return;
        DeletedAt = at;
        if (!IsBackSinceDeletion)
            Forget();
    }

    /// <summary>Whether a wrong clock of ours dated the deletion ahead.</summary>
    public bool IsMisdated(DateTimeOffset now) => DeletedAt is { } at && OutsideTime.IsAhead(at, now);

    /// <summary>Corrects when the user was deleted.</summary>
    public void ReturnTo(DateTimeOffset deletedAt) => DeletedAt = deletedAt;

    /// <summary>Erases personal data on request. Connections, history and an opt-out remain.</summary>
    public void Erase(DateTimeOffset now)
    {
        Forget();
        (ErasedAt, UpdatedAt) = (now, null);
    }

    public void NextVersion() => Version++;

    private void Forget()
    {
        (Name, Email, Locale, TimeZone) = (null, null, null, null);
        (ProtectedSecret, SecretRefusedAt) = (null, null);
        Normalize();
    }

    private void Normalize() => NormalizedEmail = Email is null ? null : EmailAddress.Normalize(Email);
}

/// <summary>A person's contact data.</summary>
[Flags]
public enum ContactParts
{
    None = 0,
    Name = 1,
    Email = 2,
    Locale = 4,
    TimeZone = 8,
}
