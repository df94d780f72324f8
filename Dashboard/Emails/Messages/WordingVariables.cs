namespace Dashboard.Emails.Messages;

/// <summary>A variable that a wording may use.</summary>
/// <param name="Meaning">The meaning for admins, with an example.</param>
public sealed record WordingVariable(string Name, string Meaning)
{
    public string InBraces => $"{{{Name}}}";
}

/// <summary>The variables of wordings.</summary>
internal static class WordingVariables
{
    public const string Name = "name";
    public const string FirstName = "first name";
    public const string Company = "company";
    public const string Brokerage = "brokerage";
    public const string Count = "count";
    public const string ValidUntil = "valid until";

    /// <summary>Allowed in all texts except the button.</summary>
    public static readonly IReadOnlyList<WordingVariable> OfMessage =
    [
        new(FirstName, "Zoë; without a name it is left out, with the space before it"),
        new(Name, "Zoë Übermut; likewise"),
        new(Company, "your company, as customers know it"),
        new(Brokerage, "Questrade, or Questrade and Robinhood; brokerage when it is not known"),
        new(Count, "how many connections the message lists"),
        new(ValidUntil, "29 November 2026, 14:02, in the reader’s language and time zone"),
    ];

    /// <summary>Allowed in the button, which belongs to one connection.</summary>
    public static readonly IReadOnlyList<WordingVariable> OfButton =
    [
        new(Brokerage, "Questrade; left out when it is not known"),
        new(Company, "your company, as customers know it"),
    ];
}
