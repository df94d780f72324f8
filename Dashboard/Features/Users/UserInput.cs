using System.Net.Mail;
using System.Text.Json.Serialization;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Time;
using Dashboard.Domain.Users;

namespace Dashboard.Features.Users;

/// <summary>A change to a user. Values that are left out stay as they are.</summary>
/// <param name="UserSecret">SnapTrade's secret of the user; it is stored encrypted and never returned.</param>
/// <param name="TimeZone">An IANA name; e-mails are sent during the day there and use its times.</param>
/// <param name="OptedOut">Whether the user opted out of e-mails about broken connections.</param>
public sealed record UserInput(
    string? Name,
    string? Email,
    string? Locale,
    string? UserSecret,
    string? TimeZone = null,
    bool? OptedOut = null
)
{
    internal const int LongestName = 200;
    internal const int LongestEmail = 254;
    internal const int LongestSecret = 500;

    /// <summary>The values to remove; only screens set it.</summary>
    [JsonIgnore]
    public ContactParts Removed { get; init; }

    /// <summary>Never shows the secret, wherever the record is printed.</summary>
    public override string ToString() => nameof(UserInput);

    /// <summary>
    /// The values as they are stored: without invisible characters around them, and the locale and the time zone in their
    /// usual spelling. What can't be normalized stays, and is a problem then.
    /// </summary>
    public UserInput Tidy() =>
        this with
        {
            Name = Name is null ? null : InputText.Trim(Name).Replace('\u00a0', ' '),
            Email = Email is null ? null : EmailAddress.Tidy(Email),
            UserSecret = UserSecret is null ? null : InputText.Trim(UserSecret),
            Locale = Locales.Normalize(Locale) ?? Locale,
            TimeZone = ZoneNames.Canonical(TimeZone) ?? TimeZone,
        };

    /// <summary>The problems, by property.</summary>
    /// <param name="userId">An id; one that ends in a space is rejected, because SQL Server ignores the space.</param>
    public Dictionary<string, string[]> Problems(string userId)
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Check(bool isFine, string property, string message, string? fault = null)
        {
            if (fault is not null)
                message = $"{message} It contains {fault}, which can't be seen: remove it.";
            if (!isFine || fault is not null)
                problems.TryAdd(property, [message]);
        }
        Check(
            IsId(userId),
            "userId",
            $"userId must have 1 to {Limits.Id} characters, none of them a control character, and must not begin or end with a space.",
            InputText.Fault(userId)
        );
        Check(
            IsText(Name, LongestName),
            "name",
            $"name must have 1 to {LongestName} characters; omit it to keep the stored value.",
            Name is null ? null : InputText.FaultOfWords(Name)
        );
        Check(
            IsEmail(Email),
            "email",
            "email must be an address such as zoe@example.com; omit it to keep the stored value.",
            Email is null ? null : InputText.Fault(Email)
        );
        Check(
            IsLocale(Locale),
            "locale",
            "locale must be a language tag such as en or pt-BR; omit it to keep the stored value."
        );
        Check(
            IsTimeZone(TimeZone),
            "timeZone",
            "timeZone must be an IANA name such as America/Toronto; omit it to keep the stored value."
        );
        Check(
            IsText(UserSecret, LongestSecret),
            "userSecret",
            $"userSecret must have 1 to {LongestSecret} characters; omit it to keep the stored value.",
            UserSecret is null ? null : InputText.Fault(UserSecret)
        );
        return problems;
    }

    internal static bool IsId(string id) =>
        InputText.IsId(id, Limits.Id) && InputText.Trim(id) == id && InputText.Fault(id) is null;

    private static bool IsText(string? text, int longest) =>
        text is null
        || (!string.IsNullOrWhiteSpace(text) && text.Length <= longest && InputText.IsShowable(text));

    private static bool IsEmail(string? email) =>
        email is null
        || (
            email.Length <= LongestEmail
            && MailAddress.TryCreate(email, out var address)
            && address.Address == email
            && !email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        );

    private static bool IsTimeZone(string? zone) => zone is null || ZoneNames.Canonical(zone) is not null;

    private static bool IsLocale(string? locale) =>
        locale is null
        || string.Equals(Locales.Normalize(locale), locale, StringComparison.OrdinalIgnoreCase);
}
