using System.Globalization;
using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Generation;

/// <summary>Makes <c>customer-0001</c> and those who follow.</summary>
internal static class UserGenerator
{
    /// <summary>A customer with a known story, for demonstrations and flows.</summary>
    public const string KnownUserId = "customer-1907";

    public static SimulatedUser Create(int number, Dice dice, DateTimeOffset registeredAt)
    {
        var userId = string.Create(CultureInfo.InvariantCulture, $"customer-{number:0000}");
        var secret = dice.Id();
        var (name, locale) = NameBook.Draw(dice);
        if (userId == KnownUserId)
            return new(userId, secret, "Zoë Übermut", "zoe@example.com", "en", registeredAt);

        var local = NameBook.ToLocalPart(name);
        var email = local is null ? userId : string.Create(CultureInfo.InvariantCulture, $"{local}.{number}");
        return new(userId, secret, name, $"{email}@example.com", locale, registeredAt);
    }
}
