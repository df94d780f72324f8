using Dashboard.Domain.Users;

namespace Dashboard.Features.Users.Person;

/// <summary>What stands in the fields of the contact form.</summary>
internal sealed class ContactFields
{
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public string Locale { get; set; } = "";
    public string TimeZone { get; set; } = "";
    public bool OptedOut { get; set; }

    /// <summary>As it was when it was read: only what somebody changes here is said.</summary>
    private bool HadOptedOut { get; set; }

    public static ContactFields Of(SnapTradeUser user) =>
        new()
        {
            Name = user.Name ?? "",
            Email = user.Email ?? "",
            Locale = user.Locale ?? "",
            TimeZone = user.TimeZone ?? "",
            OptedOut = user.OptedOutAt is not null,
            HadOptedOut = user.OptedOutAt is not null,
        };

    /// <summary>The user is another by now. What was typed stays; whether they want e-mails is theirs unless it was changed here.</summary>
    public void Meet(SnapTradeUser user)
    {
        var hasOptedOut = user.OptedOutAt is not null;
        OptedOut = OptedOut == HadOptedOut ? hasOptedOut : OptedOut;
        HadOptedOut = hasOptedOut;
    }

    /// <summary>What the fields say of the user: an emptied one takes its part away.</summary>
    public UserInput ToInput(SnapTradeUser user) =>
        new(
            Said(Name),
            Said(Email),
            Said(Locale),
            UserSecret: null,
            Said(TimeZone),
            OptedOut == HadOptedOut ? null : OptedOut
        )
        {
            Removed =
                Gone(ContactParts.Name, user.Name, Name)
                | Gone(ContactParts.Email, user.Email, Email)
                | Gone(ContactParts.Locale, user.Locale, Locale)
                | Gone(ContactParts.TimeZone, user.TimeZone, TimeZone),
        };

    private static string? Said(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ContactParts Gone(ContactParts part, string? was, string isNow) =>
        was is not null && Said(isNow) is null ? part : ContactParts.None;
}
