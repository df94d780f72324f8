using System.Text.Json.Serialization;
using Dashboard.Domain;
using Dashboard.Domain.Users;

namespace Dashboard.Features.Users.Person;

/// <summary>The fields of the contact form.</summary>
public sealed class ContactFields
{
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public string Locale { get; set; } = "";
    public string TimeZone { get; set; } = "";
    public bool OptedOut { get; set; }

    /// <summary>The value that was read; only a change is submitted.</summary>
    [JsonInclude]
    private bool HadOptedOut { get; set; }

    /// <summary>Of the user that the fields were read from.</summary>
    public long Version { get; set; }

    public static ContactFields Of(SnapTradeUser user) =>
        new()
        {
            Name = user.Name ?? "",
            Email = user.Email ?? "",
            Locale = user.Locale ?? "",
            TimeZone = user.TimeZone ?? "",
            OptedOut = user.OptedOutAt is not null,
            HadOptedOut = user.OptedOutAt is not null,
            Version = user.Version,
        };

    /// <summary>Takes over a newer state of the user. What was typed stays; the opt-out is the newer one unless it was changed here.</summary>
    public void Merge(SnapTradeUser user)
    {
        var hasOptedOut = user.OptedOutAt is not null;
        OptedOut = OptedOut == HadOptedOut ? hasOptedOut : OptedOut;
        (HadOptedOut, Version) = (hasOptedOut, user.Version);
    }

    /// <summary>The change that the fields describe; an emptied field removes its value.</summary>
    public UserInput ToInput(SnapTradeUser user) =>
        new UserInput(
            Entered(Name),
            Entered(Email),
            Entered(Locale),
            UserSecret: null,
            Entered(TimeZone),
            OptedOut == HadOptedOut ? null : OptedOut
        )
        {
            Removed =
                Removed(ContactParts.Name, user.Name, Name)
                | Removed(ContactParts.Email, user.Email, Email)
                | Removed(ContactParts.Locale, user.Locale, Locale)
                | Removed(ContactParts.TimeZone, user.TimeZone, TimeZone),
        }.Tidy();

    private static string? Entered(string text) => InputText.TrimToNull(text);

    private static ContactParts Removed(ContactParts part, string? was, string entered) =>
        was is not null && Entered(entered) is null ? part : ContactParts.None;
}
