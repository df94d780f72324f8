using Dashboard.Data;
using Dashboard.Domain.Users;
using Dashboard.Simulator.Generation;

namespace Dashboard.Benchmarks.Scale;

/// <summary>What the history needs to know about a user, whose row is already written.</summary>
internal sealed record ScaleUser(
    string Id,
    string? Email,
    string? Locale,
    bool HasSecret,
    DateTimeOffset RegisteredAt
);

/// <summary>Draws users: most with a contact, a secret and a time zone, few opted out.</summary>
internal sealed class ScaleUsers(ScaleSettings settings, Dice dice, UserSecrets secrets)
{
    private static readonly string[] Domains = ["example.com", "example.org", "example.net", "mail.example"];
    private static readonly string[] Zones =
    [
        "America/Toronto",
        "America/New_York",
        "America/Sao_Paulo",
        "Europe/Berlin",
    ];

    /// <param name="number">From 1; ids have their order.</param>
    /// <param name="canBeAsked">Whether SnapTrade can be asked about the user's connections.</param>
    public (SnapTradeUser Row, ScaleUser User) Draw(int number, bool canBeAsked)
    {
        var id = $"customer-{number:0000000}";
        var at = settings.Start + (settings.Now - settings.Start) * (dice.Below(1_000_000) / 1_000_001.0);
        var (name, language) = NameBook.Draw(dice);
        var local = NameBook.ToLocalPart(name) is { } letters ? $"{letters}.{number}" : id;
        var email = dice.Chance(0.97) ? $"{local}@{dice.Pick(Domains)}" : null;
        var locale = Locales.Normalize(language);
        var row = SnapTradeUser.Create(id, at);
        row.SetContact(name, email, locale, at);
        if (dice.Chance(0.8))
            row.SetTimeZone(dice.Pick(Zones), at);
        var hasSecret = dice.Chance(0.98) && canBeAsked;
        if (hasSecret)
            row.SetSecret(secrets.Protect(dice.Id()), at);
        if (dice.Chance(0.01))
            row.OptOut("customer", at);
        return (row, new ScaleUser(id, email, locale, hasSecret, at));
    }
}
