using System.Net.Mail;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Dashboard.Data;
using Dashboard.Domain;
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
    private const int LongestName = 200;
    private const int LongestEmail = 254;
    private const int LongestSecret = 500;
    private const int LongestZone = 100;

    /// <summary>The values to remove; only screens set it.</summary>
    [JsonIgnore]
    public ContactParts Removed { get; init; }

    /// <summary>Never shows the secret, wherever the record is printed.</summary>
    public override string ToString() => nameof(UserInput);

    /// <summary>The problems, by property.</summary>
    /// <param name="userId">An id; one that ends in a space is rejected, because SQL Server ignores the space.</param>
    public Dictionary<string, string[]> Problems(string userId)
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Check(bool isFine, string property, string message)
        {
            if (!isFine)
                problems.TryAdd(property, [message]);
        }
        Check(
            IsId(userId),
            "userId",
            $"userId must have 1 to {Limits.Id} characters, none of them a control character, and must not end in a space."
        );
        Check(
            IsText(Name, LongestName),
            "name",
            $"name must have 1 to {LongestName} characters; leave it out to keep it."
        );
        Check(
            IsEmail(Email),
            "email",
            "email must be an address such as zoe@example.com; leave it out to keep it."
        );
        Check(
            IsLocale(Locale),
            "locale",
            "locale must be a language tag such as en or pt-BR; leave it out to keep it."
        );
        Check(
            IsTimeZone(TimeZone),
            "timeZone",
            "timeZone must be an IANA name such as America/Toronto; leave it out to keep it."
        );
        Check(
            IsText(UserSecret, LongestSecret),
            "userSecret",
            $"userSecret must have 1 to {LongestSecret} characters; leave it out to keep it."
        );
        return problems;
    }

    internal static bool IsId(string id) => OutsideText.IsId(id, Limits.Id);

    private static bool IsText(string? text, int longest) =>
        text is null
        || (!string.IsNullOrWhiteSpace(text) && text.Length <= longest && OutsideText.IsShowable(text));

    private static bool IsEmail(string? email) =>
        email is null
        || (
            email.Length <= LongestEmail
            && MailAddress.TryCreate(email, out var address)
            && address.Address == email
            && !email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        );

    // The operating system may accept other names, which other systems don't.
    private static bool IsTimeZone(string? zone) =>
        zone is null
        || (
            zone.Length <= LongestZone
            && Regex.IsMatch(
                zone,
                "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}$",
                RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
            )
            && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            && found.HasIanaId
        );

    private static bool IsLocale(string? locale) =>
        locale is null
        || Regex.IsMatch(
            locale,
            "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$",
            RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
        );
}
