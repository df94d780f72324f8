using Dashboard.Domain;

namespace Dashboard.Features.Users.Person;

/// <summary>What stands in the fields of the contact form.</summary>
internal sealed class ContactFields
{
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public string Locale { get; set; } = "";
    public string TimeZone { get; set; } = "";
    public bool OptedOut { get; set; }

    public static ContactFields Of(SnapTradeUser user) =>
        new()
        {
            Name = user.Name ?? "",
            Email = user.Email ?? "",
            Locale = user.Locale ?? "",
            TimeZone = user.TimeZone ?? "",
            OptedOut = user.OptedOutAt is not null,
        };

    /// <summary>What the fields say of the user: an emptied one takes its part away.</summary>
    public UserInput ToInput(SnapTradeUser user) =>
        new(Said(Name), Said(Email), Said(Locale), UserSecret: null, Said(TimeZone), OptedOut)
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
