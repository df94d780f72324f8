namespace Dashboard.Features.Users.Import;

/// <summary>What a column of a file can hold.</summary>
public enum ImportField
{
    UserId,
    Name,

    /// <summary>Joined with the last name where there is no <see cref="Name"/>.</summary>
    FirstName,
    LastName,
    Email,
    Locale,
    TimeZone,
    OptedOut,
    UserSecret,
}

internal static class ImportFields
{
    public static readonly IReadOnlyList<ImportField> All = Enum.GetValues<ImportField>();

    /// <summary>The name on screens.</summary>
    public static string Words(ImportField field) =>
        field switch
        {
            ImportField.UserId => "User id",
            ImportField.Name => "Name",
            ImportField.FirstName => "First name",
            ImportField.LastName => "Last name",
            ImportField.Email => "E-mail",
            ImportField.Locale => "Language",
            ImportField.TimeZone => "Time zone",
            ImportField.OptedOut => "Opted out",
            _ => "Secret",
        };

    /// <summary>The spellings of its header, most specific first, as <see cref="ColumnGuess.Key"/> writes them.</summary>
    public static IReadOnlyList<string> Spellings(ImportField field) =>
        field switch
        {
            ImportField.UserId =>
            [
                "userid",
                "snaptradeuserid",
                "snaptradeid",
                "externaluserid",
                "customerid",
                "externalid",
                "clientuserid",
                "uid",
                "id",
                "user",
                "customer",
            ],
            ImportField.Name =>
            [
                "name",
                "fullname",
                "displayname",
                "customername",
                "contactname",
                "clientname",
                "personname",
            ],
            ImportField.FirstName => ["firstname", "givenname", "forename", "first"],
            ImportField.LastName => ["lastname", "surname", "familyname", "last"],
            ImportField.Email =>
            [
                "email",
                "emailaddress",
                "mail",
                "mailaddress",
                "useremail",
                "customeremail",
                "contactemail",
                "primaryemail",
                "emailaddr",
            ],
            ImportField.Locale =>
            [
                "locale",
                "language",
                "lang",
                "languagecode",
                "languagetag",
                "preferredlanguage",
                "preferredlocale",
            ],
            ImportField.TimeZone =>
            [
                "timezone",
                "tz",
                "ianatimezone",
                "timezoneid",
                "timezonename",
                "tzname",
            ],
            ImportField.OptedOut =>
            [
                "optedout",
                "optout",
                "emailoptout",
                "unsubscribed",
                "unsubscribe",
                "noemail",
                "noemails",
                "donotemail",
                "donotcontact",
            ],
            _ => ["usersecret", "snaptradeusersecret", "snaptradesecret", "secret"],
        };
}
